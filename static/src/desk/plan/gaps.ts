// Uncovered demand points drawn together into gaps: what a planner can name, visit and close.

import type { Box, Uncovered } from './wire'

/** A cluster of uncovered demand points. */
export interface Gap {
  /** Made of its heaviest point's position, so that a link to it survives a reload. */
  id: string
  lon: number
  lat: number
  weight: number
  points: number
  /** Metres to the nearest open site; null if there is no open site at all. */
  nearest: number | null
  farthest: number | null
  box: Box
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
  const lat0 = points[Math.floor(points.length / 2)]![1]
  const dLat = link / METRES_PER_DEGREE
  const dLon = dLat / Math.max(0.05, Math.cos((lat0 * Math.PI) / 180))
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

/** Metres: a connected gap that is wider is cut in two where half of its people live, until each piece can be walked and named. */
export const WIDEST = 1500

function split(members: Uncovered[]): Uncovered[][] {
  const box = boxAround(members)
  const wide = (box[2] - box[0]) * METRES_PER_DEGREE * Math.cos((box[1] * Math.PI) / 180)
  const high = (box[3] - box[1]) * METRES_PER_DEGREE
  if (Math.max(wide, high) <= WIDEST) return [members]
  const axis = wide > high ? 0 : 1
  const sorted = [...members].sort((a, b) => a[axis] - b[axis] || a[1 - axis]! - b[1 - axis]!)
  const half = sorted.reduce((sum, p) => sum + p[2], 0) / 2
  let at = 0
  for (let sum = 0; at < sorted.length - 2 && sum + sorted[at]![2] <= half; at++) sum += sorted[at]![2]
  const cut = Math.max(1, at)
  return [...split(sorted.slice(0, cut)), ...split(sorted.slice(cut))]
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

function gapOf(members: Uncovered[]): Gap {
  let weight = 0, x = 0, y = 0
  let heaviest = members[0]!
  let nearest: number | null = null
  let farthest: number | null = null
  const box = boxAround(members)
  for (const p of members) {
    const [lon, lat, w, d] = p
    weight += w
    x += lon
    y += lat
    if (w > heaviest[2] || (w === heaviest[2] && (lon < heaviest[0] || (lon === heaviest[0] && lat < heaviest[1])))) heaviest = p
    if (d !== null) {
      nearest = nearest === null ? d : Math.min(nearest, d)
      farthest = farthest === null ? d : Math.max(farthest, d)
    }
  }
  return {
    id: `${heaviest[0].toFixed(5)},${heaviest[1].toFixed(5)}`,
    lon: x / members.length, lat: y / members.length,
    weight, points: members.length, nearest, farthest, box,
  }
}
