import { catalogue } from './core'
import en from './en/sellers'
import zh from './zh/sellers'

export const sellers = catalogue(zh, en)
