import { problems } from '@/i18n/problems'
import type { Problem } from './problem'

/** Says what happened and what to do next, in the language of the page. */
export function sentence(problem: Problem): string {
  const words = problems.value
  if (problem.fields.length > 0) return words.fields(problem.fields.map((f) => fieldSentence(f.code)).filter(unique).join(words.and))
  const byCode = words.codes[problem.code]
  if (byCode) return byCode
  const family = problem.code.slice(problem.code.lastIndexOf('.') + 1)
  return words.families[family] ?? words.statuses[String(problem.status)] ?? (problem.status >= 500 ? words.server : words.other)
}

/** Says what is wrong with one field. */
export function fieldSentence(code: string): string {
  return problems.value.field[code] ?? problems.value.field.invalid!
}

function unique(v: string, i: number, all: string[]): boolean {
  return all.indexOf(v) === i
}
