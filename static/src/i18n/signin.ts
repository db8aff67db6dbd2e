import { catalogue } from './core'
import en from './en/signin'
import zh from './zh/signin'

export const signin = catalogue(zh, en)
