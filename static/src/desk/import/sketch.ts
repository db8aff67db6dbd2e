// The small map of a dry run: plain SVG paths, so that it needs no map.

import type { Box } from '../plan/wire'
import { boxOf, joined } from '../plan/rows'
import type { Sketch } from './wire'

export interface Drawing {
  width: number
  height: number
  areas: string
  inside: string
  outside: string
  insideCount: number
  outsideCount: number
}

const WIDTH = 384
const PAD = 12

/** draw projects the sketch into a picture of WIDTH pixels; equirectangular at its middle latitude. Null: there is nothing to draw. */
export function draw(s: Sketch): Drawing | null {
  const shapes = (s.areas?.features ?? []).map((f) => f.geometry)
  const given = s.bounds.length === 4 ? (s.bounds as Box) : null
  const points = boxOf({ type: 'MultiPoint', coordinates: s.points.map((p) => [p[0], p[1]]) })
  const near = given && points ? joined([given, clip(points, given)]) : (given ?? points)
  const box = near ?? joined(shapes.map(boxOf))
  if (!box) return null
  const k = Math.cos((((box[1] + box[3]) / 2) * Math.PI) / 180)
  const w = Math.max((box[2] - box[0]) * k, 1e-4)
  const h = Math.max(box[3] - box[1], 1e-4)
  const height = Math.round(Math.min(420, Math.max(180, ((WIDTH - 2 * PAD) * h) / w + 2 * PAD)))
  const scale = Math.min((WIDTH - 2 * PAD) / w, (height - 2 * PAD) / h)
  const x = (lon: number) => WIDTH / 2 + (lon - (box[0] + box[2]) / 2) * k * scale
  const y = (lat: number) => height / 2 - (lat - (box[1] + box[3]) / 2) * scale
  const dots = { 0: '', 1: '' }
  const n = { 0: 0, 1: 0 }
  for (const [lon, lat, flag] of s.points) {
    const f = flag ? 1 : 0
    n[f]++
    const px = Math.min(WIDTH - 4, Math.max(4, x(lon)))
    const py = Math.min(height - 4, Math.max(4, y(lat)))
    dots[f] += `M${px.toFixed(1)} ${py.toFixed(1)}h0`
  }
  return { width: WIDTH, height, areas: shapes.map((g) => outline(g?.coordinates, x, y)).join(''), inside: dots[0], outside: dots[1], insideCount: n[0], outsideCount: n[1] }
}

/** Points far away must not shrink the rest to a dot: they are drawn at the rim. */
function clip(points: Box, bounds: Box): Box {
  const w = bounds[2] - bounds[0]
  const h = bounds[3] - bounds[1]
  return [Math.max(points[0], bounds[0] - w / 4), Math.max(points[1], bounds[1] - h / 4), Math.min(points[2], bounds[2] + w / 4), Math.min(points[3], bounds[3] + h / 4)]
}

function outline(c: unknown, x: (lon: number) => number, y: (lat: number) => number): string {
  if (!Array.isArray(c) || c.length === 0) return ''
  if (Array.isArray(c[0]) && typeof c[0][0] === 'number') return 'M' + (c as [number, number][]).map((p) => `${x(p[0]).toFixed(1)} ${y(p[1]).toFixed(1)}`).join('L')
  return c.map((part) => outline(part, x, y)).join('')
}
