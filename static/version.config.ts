import { execFileSync } from 'node:child_process'

/** What the pages say they are (Lw-App, the phone's 我的): VITE_APP_VERSION, else the commit that they are built from; outside of git: dev. */
export function appVersion(): string {
  if (process.env.VITE_APP_VERSION) return process.env.VITE_APP_VERSION
  try {
    return execFileSync('git', ['describe', '--tags', '--always'], { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || 'dev'
  } catch {
    return 'dev'
  }
}
