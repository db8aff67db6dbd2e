import { describe, expect, it } from 'vitest'
import en from './en'
import enPages from './en-pages'
import zh from './zh'
import zhPages from './zh-pages'

function keys(o: object, at = ''): string[] {
  return Object.entries(o).flatMap(([k, v]) => (v && typeof v === 'object' ? keys(v, `${at}${k}.`) : [at + k])).sort()
}
const texts = (o: object): string[] => Object.values(o).flatMap((v) => (typeof v === 'string' ? [v] : v && typeof v === 'object' ? texts(v) : []))

describe('catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(keys(en)).toEqual(keys(zh))
    expect(keys(enPages)).toEqual(keys(zhPages))
  })
  it('have no Latin word in Chinese and no Chinese in English', () => {
    for (const text of [...texts(zh), ...texts(zhPages)]) expect(text).not.toMatch(/[A-Za-z]{2,}/)
    for (const text of [...texts(en), ...texts(enPages)]) expect(text).not.toMatch(/[一-龥]/)
  })
})
