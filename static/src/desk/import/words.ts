// Codes of files and rows as sentences.

import { sentence } from '@/api/sentence'
import type { Problem } from '@/api/problem'
import { count } from '@/format/number'
import { imports } from '@/i18n/import'
import type { RowProblem } from './wire'

/** What is wrong with a row and what to do about it. */
export function rowWords(p: RowProblem): [what: string, cure: string] {
  const [what, cure] = imports.value.problem[p.code] ?? imports.value.problemOther
  return [p.other ? imports.value.repeats(count(p.other)) : what, cure]
}

/** What is wrong with a file, in a sentence. */
export function fileWords(p: Problem): string {
  return imports.value.fileProblem[p.code] ?? sentence(p)
}

/** Where in the file: "line 3, column 14" of the server in the words of the page; empty if it does not say. */
export function filePlace(p: Problem): string {
  const m = /line (\d+)(?:, column (\d+))?/.exec(p.fields.map((f) => f.location).join(' '))
  if (!m) return ''
  const { file } = imports.value
  return [file.line(m[1]!), m[2] ? file.column(m[2]) : ''].filter(Boolean).join(' ')
}

/** The name of a target; one that has no name is shown as the file writes it. */
export const targetWord = (key: string): string => imports.value.target[key] ?? key
