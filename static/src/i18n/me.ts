import { catalogue } from './core'
import en from './en/me'
import zh from './zh/me'

export const me = catalogue(zh, en)
