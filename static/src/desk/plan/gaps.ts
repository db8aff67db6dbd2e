// Uncovered demand points drawn together into gaps: what a planner can name, visit and close. Which points make a gap depends on where
// they lie and on nothing else, so that a gap is the same one, with the same households, whichever weight ranks the list.

import type { Box, Uncovered } from './wire'

/** A cluster of uncovered demand points. */
export interface Gap {
  /** Made of the position of its point with the most households, so that a link to it survives a reload. */
  id: string
  lon: number
  lat: number
  /** Households or people, by the question: what ranks the list. */
  weight: number
  households: number
  people: number
  points: number
  /** Metres to the nearest open site; null if there is no open site at all. */
  nearest: number | null
  farthest: number | null
  box: Box
  members: Uncovered[]
}

/** Metres: two uncovered points in the same or in neighbouring cells of this size belong to one gap. */
export const LINK = 250

const METRES_PER_DEGREE = 111_195

/** Cells by one number: rows of fewer than ROW cells, from the far corner of the earth. */
const ROW = 2 ** 24
const cellKey = (x: number, y: number): number => (x + ROW / 2) * ROW + (y + ROW / 2)

/** gapsOf clusters the points by linked cells, heaviest gap first. Linear in the points. */
export function gapsOf(points: Uncovered[], link = LINK): Gap[] {
  if (points.length === 0) return []
  const all = boxAround(points)
  const dLat = link / METRES_PER_DEGREE
  const dLon = dLat / Math.max(0.05, Math.cos((((all[1] + all[3]) / 2) * Math.PI) / 180))
  const cells = new Map<number, Uncovered[]>()
  for (const p of points) {
    const key = cellKey(Math.floor(p[0] / dLon), Math.floor(p[1] / dLat))
    const cell = cells.get(key)
    if (cell) cell.push(p)
    else cells.set(key, [p])
  }
  const gaps: Gap[] = []
  const left = new Set(cells.keys())
  for (const start of cells.keys()) {
    if (!left.delete(start)) continue
    const queue = [start]
    const members: Uncovered[] = []
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      members.push(...cells.get(key)!)
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++) {
          const near = key + i * ROW + j
          if (left.delete(near)) queue.push(near)
        }
    }
    gaps.push(...split(members).map(gapOf))
  }
  return gaps.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
}

/** Metres: a connected gap that is wider is cut in two with half of its places on either side, until each piece can be walked and named. */
export const WIDEST = 1500

function split(members: Uncovered[]): Uncovered[][] {
  const box = boxAround(members)
  const wide = (box[2] - box[0]) * METRES_PER_DEGREE * Math.cos((box[1] * Math.PI) / 180)
  const high = (box[3] - box[1]) * METRES_PER_DEGREE
  if (Math.max(wide, high) <= WIDEST) return [members]
  const axis = wide > high ? 0 : 1
  const sorted = [...members].sort((a, b) => a[axis] - b[axis] || a[1 - axis]! - b[1 - axis]! || b[4] - a[4] || b[5] - a[5])
  const half = Math.ceil(sorted.length / 2)
  return [...split(sorted.slice(0, half)), ...split(sorted.slice(half))]
}

/** reachOf is the radius in metres of the circle that is drawn around a gap. */
export function reachOf(g: Pick<Gap, 'box'>): number {
  return Math.max(120, (Math.max(g.box[2] - g.box[0], g.box[3] - g.box[1]) * METRES_PER_DEGREE) / 2 + 80)
}

/** circleBox is the box around that circle. */
export function circleBox(g: Pick<Gap, 'box'>): Box {
  const [x, y] = [(g.box[0] + g.box[2]) / 2, (g.box[1] + g.box[3]) / 2]
  const high = reachOf(g) / METRES_PER_DEGREE
  const wide = high / Math.cos((y * Math.PI) / 180)
  return [x - wide, y - high, x + wide, y + high]
}

function boxAround(members: Uncovered[]): Box {
  const box: Box = [180, 90, -180, -90]
  for (const [lon, lat] of members) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return box
}

/** before ranks the points of a gap by households, then people, then place: by the same, whatever the question weighs. */
const before = (a: Uncovered, b: Uncovered): boolean => (b[4] - a[4] || b[5] - a[5] || a[0] - b[0] || a[1] - b[1]) < 0

function gapOf(members: Uncovered[]): Gap {
  let weight = 0, households = 0, people = 0, x = 0, y = 0
  let heaviest = members[0]!
  let nearest: number | null = null
  let farthest: number | null = null
  const box = boxAround(members)
  for (const p of members) {
    const [lon, lat, w, d, homes, heads] = p
    weight += w
    households += homes
    people += heads
    x += lon
    y += lat
    if (before(p, heaviest)) heaviest = p
    if (d !== null) {
      nearest = nearest === null ? d : Math.min(nearest, d)
      farthest = farthest === null ? d : Math.max(farthest, d)
    }
  }
  return {
    id: `${heaviest[0].toFixed(5)},${heaviest[1].toFixed(5)}`,
    lon: x / members.length, lat: y / members.length,
    weight, households, people, points: members.length, nearest, farthest, box, members,
  }
}
