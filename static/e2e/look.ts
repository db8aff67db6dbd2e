// Looks at a page as a person would: a picture, and beside it what can be counted: sideways overflow, axe (wcag2a to wcag22aa), stray Latin words,
// text and targets that are too small, CSP violations, errors in the console, requests that failed.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from 'playwright-core'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Latin words that may stand on a Chinese page (units, file kinds, standards). What users wrote is marked translate="no". */
const allowed = /^(kg|km|QR|Excel|XLSX|CSV|GeoJSON|PDF|GPS|IMEI|VIN|FOB|UTF|GB|WGS|GCJ|BD|JPG|PNG|MB|English)$/
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The two sizes that every page is looked at in. */
export const sizes = [{ width: 1440, height: 900 }, { width: 360, height: 780 }] as const

/** Begins to collect what goes wrong on a page: call it before the first visit. */
export function listen(page: Page): string[] {
  const notes: string[] = []
  page.on('console', (m) => { if (m.type() === 'error') notes.push('console: ' + m.text().slice(0, 200)) })
  page.on('pageerror', (e) => notes.push('error: ' + e.message.slice(0, 200)))
  page.on('response', (r) => { if (r.status() >= 500) notes.push(`${r.status()}: ${r.url()}`) })
  return notes
}

/** Makes the browser report CSP violations as errors of the console. */
export async function watchCsp(page: Page): Promise<void> {
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI)))
}

/** What can be counted on the page as it stands. An empty list is good. */
export async function look(page: Page, options: { picture?: string; language?: 'zh' | 'en' } = {}): Promise<string[]> {
  if (options.picture) {
    fs.mkdirSync(path.dirname(options.picture), { recursive: true })
    await page.screenshot({ path: options.picture })
  }
  const phone = (page.viewportSize()?.width ?? 1440) < 600
  const seen = await page.evaluate((phone) => {
    const shown = (e: Element) => { const r = e.getBoundingClientRect(), s = getComputedStyle(e); return r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && s.opacity !== '0' && !e.closest('[aria-hidden=true]') && (e as HTMLElement).checkVisibility() }
    const spared = (e: Element) => e.closest('[lang=en],[translate=no]') !== null
    const words = new Set<string>(), small = new Set<string>(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const e = n.parentElement
      if (!e || /^(SCRIPT|STYLE|KBD|CODE|NOSCRIPT)$/.test(e.tagName) || !shown(e)) continue
      if (!spared(e)) for (const w of n.textContent?.match(/[A-Za-z]{2,}/g) ?? []) words.add(w)
      if (n.textContent?.trim() && !e.closest('svg') && parseFloat(getComputedStyle(e).fontSize) < (phone ? 14 : 12)) small.add(n.textContent.trim().slice(0, 20))
    }
    for (const e of document.querySelectorAll('[placeholder],[aria-label],[title],[alt]')) if (shown(e) && !spared(e)) for (const a of ['placeholder', 'aria-label', 'title', 'alt']) for (const w of (e.getAttribute(a) ?? '').match(/[A-Za-z]{2,}/g) ?? []) words.add(w)
    const targets = [...document.querySelectorAll('a,button,input,select,textarea,summary,[role=button],[role=tab],[role=radio],[role=option]')].filter(shown)
      .filter((e) => !(e.matches('input[type=radio],input[type=checkbox],.hidden-text,.el-select__input') && e.closest('label,.el-select')))
      .filter((e) => { const r = e.getBoundingClientRect(); return getComputedStyle(e).display !== 'inline' && Math.min(r.width, r.height) < (phone ? 47.5 : 23.5) })
      .map((e) => `${e.tagName.toLowerCase()}.${e.className} ${(e.textContent ?? '').trim().slice(0, 12)} ${Math.round(e.getBoundingClientRect().width)}x${Math.round(e.getBoundingClientRect().height)}`)
    const wide = [...document.querySelectorAll('body *')].filter((e) => shown(e) && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll-x,.vlist,svg,.el-select')).map((e) => `${e.tagName.toLowerCase()}.${e.className}`)
    return { over: document.documentElement.scrollWidth - innerWidth, words: [...words], small: [...small], targets, wide: wide.slice(0, 3) }
  }, phone)
  const notes: string[] = []
  if (seen.over > 0) notes.push(`overflow ${seen.over}px`)
  if (phone && seen.wide.length) notes.push('beyond the edge: ' + seen.wide.join(' | '))
  const latin = options.language === 'en' ? [] : seen.words.filter((w) => !allowed.test(w))
  if (latin.length) notes.push('latin: ' + latin.slice(0, 8).join(' '))
  if (seen.small.length) notes.push(`small text ×${seen.small.length}: ${seen.small.slice(0, 3).join(' | ')}`)
  if (seen.targets.length) notes.push(`small targets ×${seen.targets.length}: ${seen.targets.slice(0, 3).join(' | ')}`)
  for (const v of await violations(page)) notes.push(v)
  return notes
}

interface Violation { id: string; nodes: { html: string; any: { message: string }[] }[] }

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async (tags) => {
    const run = (globalThis as unknown as { axe: { run: (o: object) => Promise<{ violations: Violation[] }> } }).axe.run
    return (await run({ preload: false, runOnly: tags })).violations.map((v) => ({ id: v.id, n: v.nodes.length, html: v.nodes[0]?.html ?? '', why: v.nodes[0]?.any[0]?.message ?? '' }))
  }, wcag)
  return found.map((v) => `axe ${v.id} ×${v.n} ${v.html.slice(0, 120)} ${v.why.slice(0, 140)}`)
}
