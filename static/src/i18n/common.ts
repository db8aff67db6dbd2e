import { catalogue } from './core'
import en from './en/common'
import zh from './zh/common'

export const common = catalogue(zh, en)
