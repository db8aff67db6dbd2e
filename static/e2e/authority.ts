// A certificate authority of the test's own, and a certificate by it for a host name, as a zone office makes them (README).
import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface Authority {
  cert: string; key: string // files for the server
  pin: string // SHA-256 of the authority's public key, as Chromium's flag wants it
  remove: () => void
}

/** Makes an authority and a certificate for host. Needs openssl. */
export function authority(host: string): Authority {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'lw-e2e-ca-'))
  const at = (name: string) => path.join(dir, name)
  const openssl = (...args: string[]) => {
    const r = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' })
    if (r.status !== 0) throw new Error(`openssl ${args[0]}: ${r.error?.message ?? r.stderr}`)
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-days', '800', '-subj', '/CN=test authority', '-keyout', 'ca.key', '-out', 'ca.pem')
  openssl('req', ...key, '-subj', `/CN=${host}`, '-keyout', 'key.pem', '-out', 'req.pem')
  fs.writeFileSync(at('ext'), `subjectAltName=DNS:${host}\nextendedKeyUsage=serverAuth\n`)
  openssl('x509', '-req', '-in', 'req.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '800', '-extfile', 'ext', '-out', 'leaf.pem')
  fs.writeFileSync(at('cert.pem'), fs.readFileSync(at('leaf.pem'), 'utf8') + fs.readFileSync(at('ca.pem'), 'utf8'))
  const spki = new X509Certificate(fs.readFileSync(at('ca.pem'))).publicKey.export({ type: 'spki', format: 'der' })
  return {
    cert: at('cert.pem'), key: at('key.pem'), pin: createHash('sha256').update(spki).digest('base64'),
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  }
}
