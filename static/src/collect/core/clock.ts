const shanghai = 8 * 3600_000 // China keeps one zone and no summer time

/** The Day (Shanghai) of a moment, milliseconds. */
export function dayOf(ms: number): string {
  return new Date(ms + shanghai).toISOString().slice(0, 10)
}

/** The time of day (Shanghai): "14:10". */
export function clockOf(ms: number): string {
  return new Date(ms + shanghai).toISOString().slice(11, 16)
}

/** The time of day with seconds (Shanghai): "14:10:05". */
export function secondsOf(ms: number): string {
  return new Date(ms + shanghai).toISOString().slice(11, 19)
}
