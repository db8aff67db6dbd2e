// Where on the map there is room: beside the panels, and beside the card of what is picked.

/** Pixels of the map that panels cover, from each side. */
export interface Covered {
  top: number
  right: number
  bottom: number
  left: number
}

/** Pixels from the map's upper left corner. */
export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/** What a mark needs around it to be seen as one, pixels. */
const MARGIN = 28
const LEAST = 2 * MARGIN + 64

/** roomBeside is the part of a map of w x h pixels where a mark can be seen while the card is open: right of the card or above it, whichever is less narrow. */
export function roomBeside(w: number, h: number, covered: Covered, card: Rect | null): Rect {
  const free = { left: covered.left, top: covered.top, right: w - covered.right, bottom: h - covered.bottom }
  if (free.right <= free.left || free.bottom <= free.top) return { left: 0, top: 0, right: w, bottom: h }
  if (!card || !meets(card, free)) return free
  const right = { ...free, left: Math.max(free.left, card.right) }
  const above = { ...free, bottom: Math.min(free.bottom, card.top) }
  const best = narrow(right) > narrow(above) ? right : above
  return narrow(best) >= LEAST ? best : free
}

const narrow = (r: Rect): number => Math.min(r.right - r.left, r.bottom - r.top)

/** moveInto is how many pixels right and down the map has to move so that a mark is neither under a panel nor under the card nor off the map; [0, 0] if it is none of it. */
export function moveInto(mark: Rect, w: number, h: number, covered: Covered, card: Rect | null): [number, number] {
  const free = roomBeside(w, h, covered, null)
  const hidden = mark.left < free.left + MARGIN / 2 || mark.right > free.right - MARGIN / 2 || mark.top < free.top + MARGIN / 2 || mark.bottom > free.bottom - MARGIN / 2
  if (!hidden && !(card && meets(mark, { left: card.left - MARGIN, top: card.top - MARGIN, right: card.right + MARGIN, bottom: card.bottom + MARGIN }))) return [0, 0]
  const room = roomBeside(w, h, covered, card)
  return [shift(mark.left, mark.right, room.left + MARGIN, room.right - MARGIN), shift(mark.top, mark.bottom, room.top + MARGIN, room.bottom - MARGIN)]
}

/** shift is how far from..to has to go to lie between two ends; what is longer than that is put in their middle. */
function shift(from: number, to: number, least: number, most: number): number {
  if (to - from > most - least) return (least + most) / 2 - (from + to) / 2
  return from < least ? least - from : to > most ? most - to : 0
}

const meets = (a: Rect, b: Rect): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
