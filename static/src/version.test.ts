import { afterEach, describe, expect, it, vi } from 'vitest'
import { appVersion } from '../version.config.ts'

afterEach(() => vi.unstubAllEnvs())

describe('the version of the pages', () => {
  it('is the given one', () => {
    vi.stubEnv('VITE_APP_VERSION', 'v1.2.3')
    expect(appVersion()).toBe('v1.2.3')
  })

  it('is the commit, or dev where there is none', () => {
    vi.stubEnv('VITE_APP_VERSION', '')
    expect(appVersion()).toMatch(/^[\w.-]+$/)
    vi.stubEnv('GIT_DIR', '/nowhere')
    expect(appVersion()).toBe('dev')
  })
})
