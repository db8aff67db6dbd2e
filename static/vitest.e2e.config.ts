import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// End-to-end tests drive Chromium against the built program; each file starts its own server on its own copy of the demo.
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'e2e/setup.ts',
    maxWorkers: 2, // browsers mostly wait; more of them than cores would only time out
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
