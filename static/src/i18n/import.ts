import { catalogue } from './core'
import en from './en/import'
import zh from './zh/import'

export const imports = catalogue(zh, en)
