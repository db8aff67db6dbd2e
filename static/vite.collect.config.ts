import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { appVersion } from './version.config.ts'

const extras = ['/collect.webmanifest', '/collect-icon.svg', '/collect-192.png', '/collect-512.png']

const mostFirst = 45 * 1024 // bytes of script, compressed, before the first page shows: phones out there have slow networks

/** Writes into sw.js which files it keeps, and a version that changes when any of them does; and keeps the first load small. */
function precache(): Plugin {
  return {
    name: 'lw-precache',
    enforce: 'post',
    buildStart() {
      // What an earlier build left: above all its compressed copies, which would be served in place of the new files.
      for (const old of ['c', 'collect.html.br', 'collect.html.gz', 'sw.js.br', 'sw.js.gz']) rmSync(fileURLToPath(new URL('./dist/' + old, import.meta.url)), { recursive: true, force: true })
    },
    generateBundle(_options, bundle) {
      const sw = bundle['sw.js']
      if (sw?.type !== 'chunk') throw new Error('sw.js is not among the outputs')
      if (/^\s*(import|export)\b/m.test(sw.code)) throw new Error('sw.js must stand alone: old browsers load it as a plain script')
      const files = Object.values(bundle).filter((f) => f !== sw && /\.(js|css)$/.test(f.fileName))
      const hash = createHash('sha256')
      for (const f of Object.values(bundle).sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) hash.update(f.fileName).update(f.type === 'chunk' ? f.code : f.source)
      for (const f of extras) hash.update(readFileSync(fileURLToPath(new URL('./public' + f, import.meta.url))))
      const list = [...files.map((f) => '/' + f.fileName).sort(), ...extras]
      const first = new Set<string>()
      const need = (name: string): void => {
        const f = bundle[name]
        if (f?.type !== 'chunk' || first.has(name)) return
        first.add(name)
        f.imports.forEach(need)
      }
      for (const f of Object.values(bundle)) if (f.type === 'chunk' && f.isEntry && f !== sw) need(f.fileName)
      let size = 0
      for (const name of first) { const f = bundle[name]; if (f?.type === 'chunk') size += gzipSync(f.code, { level: 9 }).length }
      if (size > mostFirst) throw new Error(`the first load has ${size} bytes of compressed script, ${mostFirst} are allowed`)
      sw.code = sw.code.replace(/__LW_PRECACHE__/g, JSON.stringify(list)).replace(/__LW_VERSION__/g, JSON.stringify(hash.digest('hex').slice(0, 16)))
    },
  }
}

// The phone's build, beside the desk's in one dist: its own chunks (one shared with the desk would carry the desk's code to every
// phone) in c/, for browsers from Chrome 70 and Safari 13, and its service worker at the root.
export default defineConfig({
  plugins: [vue(), precache()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { 'import.meta.env.VITE_APP_VERSION': JSON.stringify(appVersion()), __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    assetsDir: 'c',
    assetsInlineLimit: 0,
    target: ['chrome70', 'safari13'],
    cssTarget: ['chrome70', 'safari13'],
    modulePreload: false, // what a page needs first is one file; the others are kept by the service worker
    cssCodeSplit: false,
    rollupOptions: {
      treeshake: { unknownGlobalSideEffects: false, propertyReadSideEffects: false },
      input: { collect: fileURLToPath(new URL('./collect.html', import.meta.url)), sw: fileURLToPath(new URL('./src/collect/sw.ts', import.meta.url)) },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'c/[name]-[hash].js'),
        // One file with what every page needs compresses better than five.
        codeSplitting: { groups: [{ name: 'base', test: /node_modules|preload-helper|collect.(i18n.(index|zh)\.ts|core.(plain|clock|places|propose|amount)|state.(phone|reload|draft)|store.(db|ops)|format|say)/ }] },
      },
    },
  },
  server: { port: 5174, proxy: { '/api': process.env.LW_SERVER ?? 'http://127.0.0.1:8080' } },
})
