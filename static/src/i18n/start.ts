import { catalogue } from './core'
import en from './en/start'
import zh from './zh/start'

export const start = catalogue(zh, en)
