import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The desk (start, sign-in, office, plan, me) is built first and empties dist; the phone's build adds its own files after it.
export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0, // the CSP allows data: for images only
    target: ['chrome100', 'safari15', 'firefox100'],
    modulePreload: { polyfill: false }, // the polyfill is an inline script in old browsers only, and none is served
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, proxy: { '/api': process.env.LW_SERVER ?? 'http://127.0.0.1:8080' } },
})
