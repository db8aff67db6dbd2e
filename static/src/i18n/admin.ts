import { catalogue } from './core'
import en from './en/admin'
import zh from './zh/admin'

export const admin = catalogue(zh, en)
