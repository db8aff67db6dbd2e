// Whether somebody may be signed in in this browser. The session itself is a cookie that no script sees; asking the server on a first
// visit would only earn a 401. The mark is no secret and no proof: a page for signed-in people asks all the same.

const key = 'lw.signedIn'

/** Whether this browser was signed in when it met the server last, on the desk's pages or the phone's. */
export function maybeSignedIn(): boolean {
  try { return localStorage.getItem(key) !== null } catch { return false }
}

/** Remembers that somebody signed in here. */
export function markSignedIn(): void {
  try { localStorage.setItem(key, '1') } catch { /* a browser that keeps nothing */ }
}

/** Forgets it, after a sign-out or a 401. */
export function unmarkSignedIn(): void {
  try { localStorage.removeItem(key) } catch { /* a browser that keeps nothing */ }
}
