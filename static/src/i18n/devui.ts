import { catalogue } from './core'
import en from './en/devui'
import zh from './zh/devui'

export const devui = catalogue(zh, en)
