// Sends a file as raw bytes with progress, which fetch cannot tell.

import { Problem } from '@/api/problem'
import type { ProblemBody } from '@/api/wire'

/** upload PUTs the file and returns the answer; onProgress gets the share that has left. Throws a Problem. */
export function upload<T>(path: string, file: Blob, onProgress: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const x = new XMLHttpRequest()
    x.open('PUT', path)
    x.setRequestHeader('Content-Type', 'application/octet-stream')
    x.upload.onprogress = (e) => { if (e.lengthComputable) onProgress(e.loaded / e.total) }
    x.onload = () => {
      const body = parse(x.responseText)
      if (x.status >= 200 && x.status < 300) return done(body as T)
      const known = body as Partial<ProblemBody> | null
      fail(new Problem({ ...known, code: known?.code ?? `http.${x.status}`, status: x.status }))
    }
    x.onerror = () => fail(new Problem({ code: 'client.offline', status: 0 }))
    x.onabort = () => fail(new Problem({ code: 'client.aborted', status: 0 }))
    signal.addEventListener('abort', () => x.abort())
    x.send(file)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
