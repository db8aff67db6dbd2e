// The ground under the planner's data: our own roads, water, parks and compounds, in the tokens' colours, so that the map reads
// as a place without any map service.

import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import Graticule from 'ol/layer/Graticule.js'
import VectorLayer from 'ol/layer/Vector.js'
import VectorSource from 'ol/source/Vector.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type { Ground, GroundLayer } from '../wire'
import type { Palette } from './palette'

const ORDER: GroundLayer[] = ['green', 'water', 'compound', 'road_minor', 'road', 'label']

/** Width in pixels of something that is metres wide on the ground, but never less than least. */
const wide = (metres: number, resolution: number, least: number, most: number): number => Math.min(most, Math.max(least, metres / resolution))

export function groundStyle(p: Palette): (f: { get(key: string): unknown }, resolution: number) => Style[] {
  const flat = (colour: string, zIndex: number, edge?: string) => [new Style({ fill: new Fill({ color: colour }), stroke: new Stroke({ color: edge ?? colour, width: 1 }), zIndex })]
  const green = flat(p.green, 0)
  const block = flat(p.block, 2)
  const lines = new Map<string, Style[]>()
  const line = (key: string, edge: string | null, colour: string, width: number, zIndex: number): Style[] => {
    const known = lines.get(key + width.toFixed(1))
    if (known) return known
    const round = { lineCap: 'round', lineJoin: 'round' } as const
    const made: Style[] = []
    if (edge) made.push(new Style({ stroke: new Stroke({ color: edge, width: width + 1.6, ...round }), zIndex }))
    made.push(new Style({ stroke: new Stroke({ color: colour, width, ...round }), fill: new Fill({ color: colour }), zIndex: zIndex + 1 }))
    lines.set(key + width.toFixed(1), made)
    return made
  }
  return (f, r) => {
    switch (f.get('layer')) {
      case 'green': return green
      case 'water': return line('water', null, p.water, wide(70, r, 2, 26), 1)
      case 'compound': return r > 45 ? [] : block
      case 'road_minor': return r > 30 ? [] : line('minor', r < 12 ? p.roadEdge : null, p.road, wide(9, r, 0.8, 7), 3)
      case 'road': return line('road', r < 40 ? p.roadEdge : null, p.road, wide(26, r, 1.4, 14), 5)
      default: return []
    }
  }
}

/** Which names are worth their room at a resolution. */
function named(layer: unknown, r: number): boolean {
  if (layer === 'label') return r > 40
  if (layer === 'compound') return r < 4
  if (layer === 'road') return r < 14
  if (layer === 'water' || layer === 'green') return r < 26
  return false
}

export function groundLabelStyle(p: Palette): (f: { get(key: string): unknown; getGeometry(): unknown }, resolution: number) => Style | undefined {
  const made = new Map<string, Style>()
  return (f, r) => {
    const name = f.get('name')
    const layer = f.get('layer')
    if (typeof name !== 'string' || name === '' || !named(layer, r)) return undefined
    const key = `${String(layer)} ${name}`
    let style = made.get(key)
    if (!style) {
      const along = layer === 'road' || layer === 'water'
      style = new Style({
        text: new Text({
          text: name, font: `${layer === 'label' ? '600 14px' : '12px'} ${p.font}`, fill: new Fill({ color: p.label }),
          stroke: new Stroke({ color: layer === 'compound' ? p.block : p.land, width: 3 }), placement: along ? 'line' : 'point', maxAngle: 0.5,
        }),
      })
      made.set(key, style)
    }
    // A lake is a surface: its name cannot run along it.
    const type = (f.getGeometry() as { getType(): string } | undefined)?.getType()
    style.getText()!.setPlacement(type === 'LineString' || type === 'MultiLineString' ? 'line' : 'point')
    return style
  }
}

export interface GroundLayers {
  shapes: VectorLayer<VectorSource>
  labels: VectorLayer<VectorSource>
  set(ground: Ground): void
  paint(p: Palette): void
}

export function groundLayers(): GroundLayers {
  const source = new VectorSource()
  const shapes = new VectorLayer({ source, zIndex: 0, renderBuffer: 60, updateWhileInteracting: false })
  const labels = new VectorLayer({ source, zIndex: 6, declutter: 'labels', updateWhileInteracting: false })
  const format = new GeoJSON()
  return {
    shapes,
    labels,
    set(ground) {
      source.clear(true)
      const features = format.readFeatures(ground, { featureProjection: 'EPSG:3857' }) as Feature[]
      features.sort((a, b) => ORDER.indexOf(a.get('layer')) - ORDER.indexOf(b.get('layer')))
      source.addFeatures(features)
    },
    paint(p) {
      shapes.setStyle(groundStyle(p) as never)
      labels.setStyle(groundLabelStyle(p) as never)
    },
  }
}

/** A faint grid of meridians and parallels: without any ground it tells that the map moved, and how far. */
export function gridLayer(): { layer: Graticule; paint(p: Palette): void } {
  const stroke = new Stroke({ color: '#000', width: 1 })
  const layer = new Graticule({ strokeStyle: stroke, showLabels: false, wrapX: false, targetSize: 140, zIndex: 0, visible: false })
  return {
    layer,
    paint(p) {
      stroke.setColor(p.roadEdge)
      layer.changed()
    },
  }
}
