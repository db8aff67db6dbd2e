// Writes a .gz and a .br beside every text file of dist, so that the server need not compress what never changes.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = path.resolve(process.argv[2] ?? 'dist')
const text = /\.(js|css|html|svg|json|webmanifest|txt)$/
const smallest = 1024 // below this a header costs more than it saves

let files = 0
let before = 0
let after = 0
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.test(entry.name)) continue
  const file = path.join(entry.parentPath, entry.name)
  const data = await readFile(file)
  if (data.length < smallest) continue
  const br = brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } })
  await writeFile(file + '.gz', gzipSync(data, { level: 9 }))
  await writeFile(file + '.br', br)
  files++
  before += data.length
  after += br.length
}
console.log(`compressed ${files} files: ${Math.round(before / 1024)} KB to ${Math.round(after / 1024)} KB (br)`)
