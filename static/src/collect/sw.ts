// The phone's service worker: keeps the files of one version, answers every address under /collect with the page, and never
// touches the API. A new version waits until the page says so.
declare const __LW_PRECACHE__: string[] // written by the build
declare const __LW_VERSION__: string

// The page's types and a worker's do not go together in one project: these are the few that this file needs.
interface Later extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetched extends Event { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', on: (e: Later) => void): void
  addEventListener(type: 'fetch', on: (e: Fetched) => void): void
  addEventListener(type: 'message', on: (e: MessageEvent) => void): void
}
const scope = self as unknown as Scope

const cacheName = 'lw-collect-' + __LW_VERSION__
const page = '/collect'

scope.addEventListener('install', (e) => {
  e.waitUntil((async () => {
    const cache = await caches.open(cacheName)
    // Past the browser's own cache, or an old page could be kept under a new version.
    await cache.addAll([page, ...__LW_PRECACHE__].map((url) => new Request(url, { cache: 'reload', credentials: 'same-origin' })))
  })())
})

scope.addEventListener('activate', (e) => {
  e.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('lw-collect-') && name !== cacheName) await caches.delete(name)
    await scope.clients.claim()
  })())
})

scope.addEventListener('message', (e) => { if (e.data === 'activate') void scope.skipWaiting() })

scope.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== scope.location.origin || url.pathname.startsWith('/api/')) return
  const isPage = e.request.mode === 'navigate' && (url.pathname === page || url.pathname.startsWith(page + '/'))
  if (!isPage && __LW_PRECACHE__.indexOf(url.pathname) < 0) return
  e.respondWith((async () => (await (await caches.open(cacheName)).match(isPage ? page : url.pathname)) ?? fetch(e.request))())
})
