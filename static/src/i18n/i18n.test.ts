import { describe, expect, it } from 'vitest'
import { setLang } from './core'
import { term } from './term'

const zh = import.meta.glob<{ default: object }>('./zh/*.ts', { eager: true })
const en = import.meta.glob<{ default: object }>('./en/*.ts', { eager: true })

/** Latin words that may stand in Chinese text: units, file kinds, names of datums. */
const allowed = /^(kg|km|QR|Excel|XLSX|CSV|GeoJSON|JSON|PDF|GPS|IMEI|VIN|FOB|UTF|GB|WGS|GCJ|BD|JPG|PNG|MB|CGCS)$/

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value).flatMap(([k, v]) => leaves(v, path ? `${path}.${k}` : k))
  return [[path, value]]
}
const said = (v: unknown): string[] => (typeof v === 'function' ? [String((v as (...a: string[]) => unknown)('1', '2', '3'))] : Array.isArray(v) ? v.flatMap(said) : [String(v)])

describe('catalogues', () => {
  it('are the same files in both languages', () => expect(Object.keys(en).map((f) => f.slice(5)).sort()).toEqual(Object.keys(zh).map((f) => f.slice(5)).sort()))

  it.each(Object.keys(zh))('%s has the same keys in English', (file) => {
    const other = en[file.replace('./zh/', './en/')]!.default
    const kinds = (m: object) => leaves(m).map(([k, v]) => `${k}: ${typeof v}`).sort()
    expect(kinds(other)).toEqual(kinds(zh[file]!.default))
  })

  it.each(Object.keys(zh))('%s has no English word in it', (file) => {
    const stray = leaves(zh[file]!.default).flatMap(([k, v]) => said(v).flatMap((t) => (t.match(/[A-Za-z]{2,}/g) ?? []).filter((w) => !allowed.test(w)).map((w) => `${k}: ${w}`)))
    expect(stray).toEqual([])
  })

  it.each(Object.keys(en))('%s has no Chinese in it', (file) => {
    const stray = leaves(en[file]!.default).filter(([, v]) => said(v).some((t) => /[\u4e00-\u9fff]/.test(t))).map(([k]) => k)
    expect(stray).toEqual([])
  })
})

describe('term', () => {
  it('says a code in words', () => expect(term('role', 'company_operator')).toBe('对账员'))
  it('never shows a code', () => expect([term('flag', 'brand_new_flag'), term('role', undefined)]).toEqual(['其他', '其他']))
  it('follows the language', () => {
    setLang('en')
    expect(term('ticketState', 'voided')).toBe('Voided')
    setLang('zh-CN')
  })
})
