import { catalogue } from './core'
import en from './en/problems'
import zh from './zh/problems'

export const problems = catalogue(zh, en)
