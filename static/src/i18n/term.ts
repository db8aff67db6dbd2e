import { terms } from './terms'

type Words = typeof terms.value
/** The kinds of code that have words. */
export type TermKind = Exclude<keyof Words, 'fallback'>

/** The word for a code of the wire in the page's language. A code that has none reads 其他: no code ever reaches the page. */
export function term(kind: TermKind, code: string | undefined): string {
  const words = terms.value[kind] as Record<string, string>
  return (code && words[code]) || terms.value.fallback
}
