import type { Category, Paper } from '../wire'

/** What a gate still asks of a record: codes of papers and facts; `deferred` are asked for, but not of the person here. */
export interface Asked { missing: string[]; deferred: string[] }

const persons = ['agent_identity', 'id_registration'] // papers that are a registered person
const companys = ['buyer_entitlement', 'reason'] // the company holds them for all its records

/** Judges a category as the server will, from what the phone knows without a network. */
export function ask(c: Pick<Category, 'gate' | 'needs'>, sellerKind: string | undefined, papers: readonly Paper[]): Asked {
  const asked: Asked = { missing: [], deferred: [] }
  if (c.gate === 'FREE') return asked
  for (const need of c.needs) {
    if (need === 'seller_unit' ? sellerKind && sellerKind !== 'NATURAL_PERSON' : papers.some((p) => p.kind === need && (!isPerson(need) || !!p.sellerId))) continue
    if (companys.indexOf(need) >= 0) asked.deferred.push(need)
    else asked.missing.push(need)
  }
  return asked
}

/** Whether a record with this category will count at once. */
export function passes(c: Pick<Category, 'gate' | 'needs'>, sellerKind: string | undefined, papers: readonly Paper[]): boolean {
  return c.gate !== 'NOT_BOUGHT' && ask(c, sellerKind, papers).missing.length === 0
}

/** Of needs the papers that a person here can add: a fact about the seller is none, nor what the company holds. */
export function papersOf(needs: readonly string[]): string[] {
  return needs.filter((n) => n !== 'seller_unit' && companys.indexOf(n) < 0)
}

/** Whether a need is met by registering a person, which takes a network: an ID number is never kept on the phone. */
export const isPerson = (need: string): boolean => persons.indexOf(need) >= 0

/** Whether a need is the company's to supply. */
export const isCompanys = (need: string): boolean => companys.indexOf(need) >= 0
