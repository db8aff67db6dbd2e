import { catalogue } from './core'
import en from './en/plan'
import zh from './zh/plan'

export const plan = catalogue(zh, en)
