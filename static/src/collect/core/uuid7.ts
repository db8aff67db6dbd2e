/**
 * Returns a maker of UUIDv7 (RFC 9562, lower case) whose ids only ever grow: within one millisecond, or when the clock goes back,
 * a 12-bit counter goes on from where it was, and past its end the next millisecond is borrowed.
 */
export function idMaker(now: () => number, random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): () => string {
  let last = 0
  let counter = 0
  return () => {
    const b = random(new Uint8Array(16))
    const at = now()
    if (at > last) {
      last = at
      counter = ((b[6]! & 0x07) << 8) | b[7]! // the upper half stays free to count
    } else if (++counter > 0xfff) {
      last++
      counter = 0
    }
    for (let i = 5, t = last; i >= 0; i--, t = Math.floor(t / 256)) b[i] = t % 256
    b[6] = 0x70 | (counter >> 8)
    b[7] = counter & 0xff
    b[8] = 0x80 | (b[8]! & 0x3f)
    let hex = ''
    for (const v of b) hex += (v < 16 ? '0' : '') + v.toString(16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}

/** Makes the id of a new record on this phone. */
export const newId = idMaker(Date.now, (bytes) => crypto.getRandomValues(bytes))
