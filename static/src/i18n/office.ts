import { catalogue } from './core'
import en from './en/office'
import zh from './zh/office'

export const office = catalogue(zh, en)
