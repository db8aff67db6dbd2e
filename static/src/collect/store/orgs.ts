// A record belongs to one organisation, and so do its pictures; the session may act for another one by the time something is sent.
import type { Op } from './db'
import { lacks, type Picture } from './ops'

/** The address of a record below /api/v1. It names the record's organisation, for the session may act for another one by now. */
export const pickupPath = (id: string, orgId: string | undefined, verb: '' | '/void' | '/papers' = ''): string =>
  `/pickups/${id}${verb}${orgId ? '?orgId=' + encodeURIComponent(orgId) : ''}`

/**
 * The organisations that a picture is to be sent for now. The pictures of a record that the server would not take stay whole on the
 * phone, for the exported file.
 */
export function photoOrgs(ops: Op[], p: Picture): string[] {
  const orgs = ops.filter((op) => (op.state === 'captured' || op.state === 'queued' || op.state === 'sent') && lacks(op, p)).map((op) => op.orgId)
  return orgs.filter((o, i) => orgs.indexOf(o) === i)
}
