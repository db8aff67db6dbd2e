// The register on the map: borders with their names, routes, sites, the lines between the records of a fused pair, and what is picked.

import Feature from 'ol/Feature.js'
import type { FeatureLike } from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import MultiPolygon from 'ol/geom/MultiPolygon.js'
import type Geometry from 'ol/geom/Geometry.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import type { AreaProps, Collection, MapSite, Pair, RouteProps } from '../wire'
import { isOpen, isPartner, layerOf } from '../rows'
import { faded, type Palette } from './palette'
import { Marks, markSize } from './symbols'

const format = new GeoJSON()
const read = (c: Collection<unknown>): Feature[] => format.readFeatures(c, { featureProjection: 'EPSG:3857' }) as Feature[]

const plain = (zIndex: number, over: object = {}) => new VectorLayer({ source: new VectorSource(), zIndex, ...over })

/** On the map a name stands without what its source adds in parentheses. */
const bare = (name: string): string => name.replace(/[（(][^）)]*[）)]$/, '') || name

/** spaced sets the names of subdistricts apart, as printed maps do. */
const spaced = (name: string): string => [...bare(name)].join('\u2009\u2009')

/** A point well inside a shape, where its name goes. */
function inside(g: Geometry | undefined): Geometry | undefined {
  if (g instanceof Polygon) return g.getInteriorPoint()
  if (g instanceof MultiPolygon) {
    const largest = g.getPolygons().reduce((a, b) => (a.getArea() >= b.getArea() ? a : b))
    return largest.getInteriorPoint()
  }
  return g
}

export class RegisterLayers {
  readonly areas = plain(4)
  readonly areaNames = plain(9, { declutter: 'labels' })
  readonly routes = plain(5)
  readonly pairs = plain(7)
  readonly sites = plain(8)
  readonly picked = plain(10)
  /** The other half of each record of a fused pair. */
  readonly mates = new Map<string, string>()
  private palette: Palette | null = null
  private shown: { sites: Set<string>; communities: boolean; areas: boolean } = { sites: new Set(), communities: false, areas: true }

  all(): VectorLayer<VectorSource>[] {
    return [this.areas, this.routes, this.pairs, this.sites, this.areaNames, this.picked]
  }

  setAreas(areas: Collection<AreaProps>): void {
    const features = read(areas)
    for (const f of features) {
      f.setId(f.get('id') as string)
      f.set('at', inside(f.getGeometry()), true)
    }
    for (const layer of [this.areas, this.areaNames]) {
      layer.getSource()!.clear(true)
      layer.getSource()!.addFeatures(features)
    }
  }

  setRoutes(routes: Collection<RouteProps>): void {
    const source = this.routes.getSource()!
    source.clear(true)
    source.addFeatures(read(routes).map(f => (f.setId(f.get('id') as string), f)))
  }

  setSites(sites: MapSite[], pairs: Pair[]): void {
    const at = new Map<string, number[]>()
    const features: Feature[] = []
    for (const s of sites) {
      if (typeof s.lon !== 'number' || typeof s.lat !== 'number') continue
      const p = fromLonLat([s.lon, s.lat])
      at.set(s.id, p)
      const f = new Feature(new Point(p))
      f.setId(s.id)
      f.setProperties({ kind: 'site', name: s.name, layer: layerOf(s), open: isOpen(s), partner: isPartner(s) }, true)
      features.push(f)
    }
    this.sites.getSource()!.clear(true)
    this.sites.getSource()!.addFeatures(features)
    this.mates.clear()
    const lines = pairs.flatMap(p => {
      const a = at.get(p.a), b = at.get(p.b)
      if (!a || !b) return []
      this.mates.set(p.a, p.b).set(p.b, p.a)
      return [new Feature(new LineString([a, b]))]
    })
    this.pairs.getSource()!.clear(true)
    this.pairs.getSource()!.addFeatures(lines)
  }

  /** show says which switches are on. */
  show(layers: Set<string>): void {
    this.shown = { sites: layers, communities: layers.has('communities'), areas: layers.has('areas') }
    this.routes.setVisible(layers.has('routes'))
    this.pairs.setVisible(layers.has('fused'))
    for (const layer of [this.areas, this.areaNames, this.sites]) layer.changed()
  }

  paint(p: Palette): void {
    this.palette = p
    const marks = new Marks(p)
    this.sites.setStyle((f, r) => {
      if (!this.shown.sites.has(f.get('layer') as string)) return undefined
      // Of a pair the sorted-waste side carries the split mark; its partner is a circle beside it once they come apart.
      if (f.get('partner') === true) return r < 10 ? marks.style('a', f.get('open') as boolean, r) : undefined
      return marks.style(f.get('layer'), f.get('open') as boolean, r)
    })
    const pair = new Style({ stroke: new Stroke({ color: p.fused, width: 2.5 }) })
    this.pairs.setStyle((_, r) => (r < 10 ? pair : undefined))
    const casing = new Style({ stroke: new Stroke({ color: faded(p.surface, 0.85), width: 6, lineCap: 'round', lineJoin: 'round' }) })
    const line = new Style({ stroke: new Stroke({ color: p.accent, width: 3, lineDash: [10, 6], lineCap: 'round', lineJoin: 'round' }) })
    const thin = new Style({ stroke: new Stroke({ color: faded(p.accent, 0.75), width: 1.4, lineDash: [6, 4] }) })
    this.routes.setStyle((_, r) => (r > 16 ? thin : [casing, line]))
    this.paintAreas(p)
    this.picked.setStyle(f => pickStyle(f, p))
  }

  private paintAreas(p: Palette): void {
    const border = (width: number, lineDash: number[], alpha: number) => new Style({ stroke: new Stroke({ color: faded(p.ink3, alpha), width, lineDash }) })
    const zone = border(2.2, [12, 4, 2, 4], 0.9)
    const sub = border(1.5, [8, 4, 2, 4], 0.8)
    const com = border(1, [3, 4], 0.6)
    this.areas.setStyle((f, r) => {
      if (f.get('level') === 'COMMUNITY') return this.shown.communities && r < 60 ? com : undefined
      if (!this.shown.areas) return undefined
      return f.get('level') === 'ZONE' ? zone : sub
    })
    const label = (px: number, weight: number) => new Text({ font: `${weight} ${px}px ${p.font}`, fill: new Fill({ color: p.label }), stroke: new Stroke({ color: p.land, width: 4 }), overflow: true })
    const made = new Map<string, Style>()
    this.areaNames.setStyle((f, r) => {
      const level = f.get('level') as string
      if (level === 'ZONE' || (level === 'COMMUNITY' ? !this.shown.communities || r > 16 : !this.shown.areas || r > 160)) return undefined
      const id = String(f.getId())
      let style = made.get(id)
      if (!style) {
        const text = level === 'COMMUNITY' ? label(12, 400) : label(16, 600)
        text.setText(level === 'COMMUNITY' ? bare(String(f.get('name'))) : spaced(String(f.get('name'))))
        style = new Style({ text, geometry: f.get('at') as Geometry, zIndex: level === 'COMMUNITY' ? 1 : 2 })
        made.set(id, style)
      }
      return style
    })
  }

  /** pick draws the ring, the outline or the line of what is picked or under the pointer. */
  pick(features: Feature[]): void {
    const source = this.picked.getSource()!
    source.clear(true)
    source.addFeatures(features)
  }

  /** find gives what stands under an id, or null. */
  find(kind: string, id: string): Feature | null {
    const layer = kind === 'site' ? this.sites : kind === 'route' ? this.routes : kind === 'area' ? this.areas : null
    return layer?.getSource()!.getFeatureById(id) ?? null
  }

  isShown(site: FeatureLike): boolean {
    return this.shown.sites.has(site.get('layer') as string)
  }

  get colours(): Palette | null {
    return this.palette
  }
}

function pickStyle(f: FeatureLike, p: Palette): Style[] {
  const soft = f.get('soft') === true
  switch (f.get('kind')) {
    case 'site': {
      const ring = (radius: number, colour: string, width: number) => new Style({ image: new CircleStyle({ radius, stroke: new Stroke({ color: colour, width }) }) })
      const r = markSize((f.get('resolution') as number) ?? 10) / 2 + 5
      return [ring(r + 1.5, p.surface, 2), ring(r, p.ink, soft ? 2 : 3)]
    }
    case 'route':
      return [new Style({ stroke: new Stroke({ color: p.surface, width: 9, lineCap: 'round' }) }), new Style({ stroke: new Stroke({ color: p.accent, width: soft ? 4 : 6, lineCap: 'round' }) })]
    case 'gap':
      return [new Style({ stroke: new Stroke({ color: p.need, width: 2, lineDash: [6, 4] }), fill: new Fill({ color: faded(p.need, 0.08) }) })]
    default:
      return [new Style({ stroke: new Stroke({ color: p.accent, width: soft ? 2 : 3 }), fill: new Fill({ color: faded(p.accent, soft ? 0.03 : 0.07) }) })]
  }
}
