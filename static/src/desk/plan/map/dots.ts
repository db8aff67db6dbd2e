// Two layers that are one feature each, drawn by hand: 30,000 uncovered points and 4,000 circles are one path on the canvas.

import Feature from 'ol/Feature.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import VectorLayer from 'ol/layer/Vector.js'
import type { State } from 'ol/render.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import Style from 'ol/style/Style.js'

type LonLat = readonly [number, number]
type Painter = (pixels: number[][], state: State) => void

export interface DotLayer {
  layer: VectorLayer<VectorSource>
  set(points: LonLat[]): void
  paint(painter: Painter): void
}

export function dotLayer(zIndex: number): DotLayer {
  const feature = new Feature()
  const source = new VectorSource({ useSpatialIndex: false })
  const layer = new VectorLayer({ source, zIndex, updateWhileInteracting: true, updateWhileAnimating: true })
  source.addFeature(feature)
  return {
    layer,
    set(points) {
      feature.setGeometry(points.length ? new MultiPoint(points.map(p => fromLonLat([p[0], p[1]]))) : undefined)
    },
    paint(painter) {
      layer.setStyle(new Style({ renderer: (pixels, state) => painter(pixels as number[][], state), hitDetectionRenderer: () => {} }))
    },
  }
}

/** Pixels of the canvas that a mark of radius r at (x, y) touches. */
const seen = (c: CanvasRenderingContext2D, x: number, y: number, r: number): boolean =>
  x > -r && y > -r && x < c.canvas.width + r && y < c.canvas.height + r

/** redDots draws the uncovered households; small from afar, so that a full map stays readable. */
export function redDots(colour: string): Painter {
  return (pixels, { context: c, resolution, pixelRatio }) => {
    const r = (resolution > 60 ? 1 : resolution > 25 ? 1.5 : resolution > 8 ? 2.4 : 3.4) * pixelRatio
    c.globalAlpha = resolution > 25 ? 0.6 : 0.9 // from afar they overlap: density shows, marks stay visible
    c.fillStyle = colour
    if (r < 2 * pixelRatio || pixels.length > 12_000) {
      for (const [x, y] of pixels as [number, number][]) if (seen(c, x, y, r)) c.fillRect(x - r, y - r, 2 * r, 2 * r)
      c.globalAlpha = 1
      return
    }
    c.beginPath()
    for (const [x, y] of pixels as [number, number][]) {
      if (!seen(c, x, y, r)) continue
      c.moveTo(x + r, y)
      c.arc(x, y, r, 0, 2 * Math.PI)
    }
    c.fill()
    c.globalAlpha = 1
  }
}

/** shading draws the union of circles of a radius in metres: one path, filled once, so that overlaps do not darken. */
export function shading(colour: string, metres: number, latitude: () => number): Painter {
  return (pixels, { context: c, resolution, pixelRatio }) => {
    const r = (metres / Math.cos((latitude() * Math.PI) / 180) / resolution) * pixelRatio
    if (r < 1) return
    c.fillStyle = colour
    c.beginPath()
    for (const [x, y] of pixels as [number, number][]) {
      if (!seen(c, x, y, r)) continue
      c.moveTo(x + r, y)
      c.arc(x, y, r, 0, 2 * Math.PI)
    }
    c.fill()
  }
}
