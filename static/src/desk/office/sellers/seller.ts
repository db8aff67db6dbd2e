import { api, ask } from '@/api/client'
import type { Problem } from '@/api/problem'
import { sentence } from '@/api/sentence'
import type { IDType, RevealReason, SellerBody, SellerRow } from '@/api/wire'
import { sellers } from '@/i18n/sellers'

const byId = (sellerId: string) => ({ params: { path: { sellerId } } })

export const putSeller = (id: string, body: SellerBody) => ask(api.PUT('/api/v1/sellers/{sellerId}', { ...byId(id), body }))
export const findSeller = (idType: IDType, idNumber: string) => ask(api.POST('/api/v1/sellers/find', { body: { idType, idNumber } }))
export const readSellers = (cursor: string | undefined, signal?: AbortSignal) => ask(api.GET('/api/v1/sellers', { params: { query: { cursor, limit: 50 } }, signal }))
export const revealSeller = (id: string, reason: RevealReason) => ask(api.POST('/api/v1/sellers/{sellerId}/reveal', { ...byId(id), body: { reason } }))
export const eraseSeller = (id: string) => ask(api.POST('/api/v1/sellers/{sellerId}/erase', byId(id)))

/** Registers a seller, or returns the one whom the organisation has with this number already. */
export async function register(id: string, body: SellerBody): Promise<{ seller: SellerRow; known: boolean }> {
  try {
    return { seller: await putSeller(id, body), known: false }
  } catch (err) {
    const p = err as Partial<Problem>
    if (p.code === 'seller.known' && p.stored) return { seller: p.stored as SellerRow, known: true }
    throw err
  }
}

/** What a refused erasure says: the duty and its last day, or the problem's own sentence. */
export function whyHeld(problem: Problem): string {
  const f = problem.code === 'seller.held' ? problem.fields[0] : undefined
  const duty = f && sellers.value.duty[f.code]
  return duty ? sellers.value.erase.held(duty, f.param ?? '') : sentence(problem)
}
