import { reactive } from 'vue'
import { api, ask, onSignedOut } from '@/api/client'
import { Problem } from '@/api/problem'
import { markSignedIn, maybeSignedIn, unmarkSignedIn } from '@/api/signedin'
import type { Me, Role } from '@/api/wire'
import { uuidv7 } from '@/api/uuid'
import { dayOf } from '@/format/time'
import { signin } from '@/i18n/signin'

/** Who is signed in. `me` is null for nobody; `known` turns true once the server was asked. */
export const session = reactive<{ me: Me | null; known: boolean; expired: boolean }>({ me: null, known: false, expired: false })

let aheadMs = 0 // the server's clock less this computer's, at the last answer that told it
function setClock(me: Me): Me {
  aheadMs = Date.parse(me.serverTime) - Date.now()
  return me
}

onSignedOut(() => {
  session.expired = session.me !== null
  session.me = null
  unmarkSignedIn()
})

/** Asks the server once who is signed in. A server that cannot be reached throws; nobody is no error. */
export async function loadSession(): Promise<void> {
  if (session.known) return
  try {
    session.me = setClock(await ask(api.GET('/api/v1/session')))
    markSignedIn()
  } catch (err) {
    if (!(err instanceof Problem) || err.status !== 401) throw err
  }
  session.known = true
  session.expired = false
}

/** What a public page asks of the session: nothing, in a browser where nobody signed in. */
export async function greet(): Promise<void> {
  if (maybeSignedIn()) await loadSession()
}

/** Takes over the answer of a sign-in or of a switch of organisation. */
export function enter(me: Me): void {
  Object.assign(session, { me: setClock(me), known: true, expired: false })
  markSignedIn()
}

/** Ends the session here and on the server. */
export async function leave(): Promise<void> {
  await ask(api.DELETE('/api/v1/session'))
  session.me = null
  unmarkSignedIn()
}

/** Whether the signed-in person holds one of roles in the organisation that they act for. */
export function holds(...roles: Role[]): boolean {
  return session.me?.roles.some((r) => roles.includes(r)) ?? false
}

/** Refreshes what the menu counts (records to fix), after an action that may have changed it. */
export async function recount(): Promise<void> {
  if (!session.me) return
  session.me = await ask(api.GET('/api/v1/session')).catch(() => session.me)
}

/** The page that a person's work begins on. */
export function homeOf(me: Me): string {
  const has = (...roles: Role[]) => me.roles.some((r) => roles.includes(r))
  if (has('company_operator', 'dispatcher')) return '/office'
  if (has('yard_operator')) return '/office/receive'
  if (has('planner', 'auditor')) return '/plan'
  if (has('collector')) return '/collect'
  if (has('admin')) return '/admin/people'
  return '/me'
}

/** The time by the server's clock, milliseconds: this computer's may be wrong. */
export function serverNow(): number {
  return Date.now() + aheadMs
}

/** Today by the server's clock, in Shanghai. */
export function today(): string {
  return dayOf(serverNow())
}

/** This browser, for the list of devices: an id that stays, and a name in words. */
export function thisDevice(): { deviceId: string; deviceName: string } {
  const key = 'lw.device'
  let deviceId = ''
  try {
    deviceId = localStorage.getItem(key) ?? ''
    if (!deviceId) localStorage.setItem(key, (deviceId = uuidv7()))
  } catch {
    deviceId = uuidv7() // a browser that keeps nothing is a new device each time
  }
  const touch = matchMedia('(pointer: coarse)').matches
  return { deviceId, deviceName: touch ? signin.value.deviceTouch : signin.value.device }
}
