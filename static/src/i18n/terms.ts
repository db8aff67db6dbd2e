import { catalogue } from './core'
import en from './en/terms'
import zh from './zh/terms'

export const terms = catalogue(zh, en)
