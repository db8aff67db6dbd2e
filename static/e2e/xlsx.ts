// Reads the cells of a small XLSX file: enough to hold a file against a page.
import { inflateRawSync } from 'node:zlib'

/** The rows of the first sheet; numbers as numbers. */
export function rowsOf(file: Buffer): (string | number)[][] {
  const sheet = unzip(file, 'xl/worksheets/sheet1.xml')
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => [...row[1]!.matchAll(/<c [^>]*?(?:\/>|>(.*?)<\/c>)/gs)].map((c) => cell(c[1] ?? '')))
}

function cell(xml: string): string | number {
  const text = /<is><t[^>]*>(.*?)<\/t><\/is>/s.exec(xml)
  if (text) return text[1]!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const value = /<v>(.*?)<\/v>/.exec(xml)?.[1]
  return value === undefined ? '' : Number(value)
}

function unzip(file: Buffer, name: string): string {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let at = file.readUInt32LE(end + 16)
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    const [packed, nameLength, extra, comment, start] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)]
    if (file.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const from = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28)
      const data = file.subarray(from, from + packed)
      return (file.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8')
    }
    at += 46 + nameLength + extra + comment
  }
  throw new Error(`${name} is not in the file`)
}
