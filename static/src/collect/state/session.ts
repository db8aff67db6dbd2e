import { markSignedIn, maybeSignedIn, unmarkSignedIn } from '@/api/signedin'
import type { Answer } from '../net'
import type { Me, Start } from '../wire'
import { db, phone } from './phone'
import { refresh } from './refresh'
import { reload, restore } from './reload'
import { lock, met, net, send } from './work'

/** A name for this phone that its owner will recognise in a list. */
export function deviceName(ua: string): string {
  const kind = /iPhone/.test(ua) ? 'iPhone' : /iPad/.test(ua) ? 'iPad' : /Android/.test(ua) ? '安卓手机' : '电脑'
  const app = /MicroMessenger/.test(ua) ? '微信' : /HuaweiBrowser/.test(ua) ? '华为浏览器' : /MiuiBrowser/.test(ua) ? '小米浏览器'
    : /Edg/.test(ua) ? 'Edge' : /Chrome/.test(ua) ? 'Chrome' : /Safari/.test(ua) ? 'Safari' : ''
  const model = /Android[^;]*; ([^;)]{2,30}?)(?: Build|\))/.exec(ua)?.[1]
  return [kind, model && model !== 'K' ? model : '', app].filter(Boolean).join(' · ')
}

const device = () => ({ deviceId: phone.deviceId, deviceName: deviceName(navigator.userAgent) })

/** Takes over who is signed in: on this phone one person works at a time, the others' records wait for them. */
export async function become(me: Me | undefined): Promise<void> {
  const same = phone.me?.personId === me?.personId
  if (me) await db().put('kv', me, 'me')
  else await db().delete('kv', 'me')
  phone.me = me
  if (same) return
  phone.last = {}
  phone.picked = undefined
  phone.recordsAt = 0
  await restore()
  await reload('tell')
}

async function enter(path: string, body: object): Promise<Answer<Me>> {
  // No drain may be under way while the cookie changes hands, or one person's records would go under another's name.
  const a = (await lock().run(() => net.ask<Me>(path, { method: 'POST', body: { ...body, ...device() } })))!
  if (a.ok) {
    await db().delete('kv', 'signOut')
    await become(a.body)
    markSignedIn()
    phone.sending = 'idle'
    void send('now').then(refresh)
  }
  return a
}

export const signIn = (number: string, password: string): Promise<Answer<Me>> => enter('/session', { phone: number, password })
export const join = (code: string, name: string, password: string): Promise<Answer<Me>> =>
  enter('/session/join', { code, ...(name ? { name } : {}), ...(password ? { password } : {}) })
export const enterDemo = (): Promise<Answer<Me>> => enter('/session/demo', { role: 'collector' })

/** Whether this server shows sample data and lets visitors in. */
export async function isDemo(): Promise<boolean> {
  const a = await net.ask<Start>('/start')
  return a.ok && a.body.demo && a.body.roles.indexOf('collector') >= 0
}

/** Signs out. Without a network the server is told at the next contact; unsent records stay for their owner. */
export async function signOut(): Promise<void> {
  await lock().run(async () => {
    await db().put('kv', phone.me?.personId ?? '', 'signOut')
    await become(undefined)
    unmarkSignedIn()
    phone.sending = 'idle'
    await tellSignOut()
  })
}

/** Tells the server about a sign-out that happened without a network. */
export async function tellSignOut(): Promise<void> {
  const person = await db().get('kv', 'signOut')
  if (!person) return
  const me = await net.ask<Me>('/session')
  if (!me.ok && me.status !== 401) return
  if (me.ok && me.body.personId === person && !(await net.ask('/session', { method: 'DELETE' })).ok) return
  await db().delete('kv', 'signOut') // done, or somebody else has signed in since
}

/** Asks the server who is signed in, if anybody may be. Without an answer the phone goes on with whom it knew. */
export async function checkSession(): Promise<void> {
  await tellSignOut()
  if (!phone.me && !maybeSignedIn()) return
  const a = await net.ask<Me>('/session')
  if (a.ok) {
    markSignedIn()
    if (!phone.me || phone.me.personId === a.body.personId) await become(a.body)
    else phone.sending = 'other_person'
  } else if (a.status === 401) {
    unmarkSignedIn()
    if (phone.me) phone.sending = 'sign_in'
  }
}

export async function switchOrg(orgId: string): Promise<Answer<Me>> {
  const a = await net.ask<Me>('/session/org', { method: 'PUT', body: { orgId } })
  if (a.ok) {
    met(a.body)
    void refresh()
  }
  return a
}
export const changePassword = (old: string, next: string): Promise<Answer<unknown>> => net.ask('/session/password', { method: 'PUT', body: { old, new: next } })
export const revoke = (id: string): Promise<Answer<unknown>> => net.ask(`/session/devices/${id}`, { method: 'DELETE' })
