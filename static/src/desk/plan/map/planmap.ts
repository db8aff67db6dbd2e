// The planner's map as one object: data in, pointer and view out. It knows OpenLayers; the page does not.

import OlMap from 'ol/Map.js'
import OlView from 'ol/View.js'
import Feature from 'ol/Feature.js'
import type Geometry from 'ol/geom/Geometry.js'
import { circular } from 'ol/geom/Polygon.js'
import { defaults as interactions } from 'ol/interaction/defaults.js'
import { unByKey } from 'ol/Observable.js'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js'
import type { Pick, Place } from '../address'
import { reachOf, type Gap } from '../gaps'
import type { Box, Ground, PlanMapData, MapSite, Uncovered } from '../wire'
import { dotLayer, redDots, shading } from './dots'
import { gridLayer, groundLayers } from './ground'
import { faded, onScheme, readPalette } from './palette'
import { RegisterLayers } from './register'
import { moveInto, roomBeside, type Covered, type Rect } from './room'

export interface MapEvents {
  /** The view stands still: where, which box, and metres a pixel on the ground. */
  moved(place: Place, box: Box, metresPerPixel: number): void
  hover(pick: Pick | null, pixel: [number, number] | null): void
  picked(pick: Pick | null): void
}

const NEAR = 6

export class PlanMap {
  private readonly map: OlMap
  private readonly ground = groundLayers()
  private readonly grid = gridLayer()
  private readonly register = new RegisterLayers()
  private readonly cover = dotLayer(3)
  private readonly gapDots = dotLayer(6)
  private gaps: Gap[] = []
  private points: Uncovered[] = []
  private metres = 300
  private pick: Pick | null = null
  private hovered: Pick | null = null
  private covered: Covered = { top: 0, right: 0, bottom: 0, left: 0 }
  private readonly stops: (() => void)[] = []

  constructor(target: HTMLElement, private readonly events: MapEvents, place: Place | null) {
    this.map = new OlMap({
      target,
      controls: [],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [this.grid.layer, this.ground.shapes, this.cover.layer, this.ground.labels, this.gapDots.layer, ...this.register.all()],
      view: new OlView({ center: fromLonLat([116.67, 35.41]), zoom: 12, minZoom: 4, maxZoom: 19, enableRotation: false, smoothResolutionConstraint: true }),
    })
    if (place) this.go(place)
    this.paint()
    this.stops.push(onScheme(() => this.paint()))
    const keys = [
      this.map.on('moveend', () => this.told()),
      this.map.on('pointermove', e => {
        if (e.dragging || (e.originalEvent as PointerEvent).pointerType === 'touch') return this.hover(null, null)
        this.hover(this.at(e.pixel as [number, number]), e.pixel as [number, number])
      }),
      this.map.on('singleclick', e => this.events.picked(this.at(e.pixel as [number, number], (e.originalEvent as PointerEvent).pointerType === 'touch' ? 14 : NEAR))),
    ]
    const leave = () => this.hover(null, null)
    target.addEventListener('pointerleave', leave)
    this.stops.push(() => unByKey(keys), () => target.removeEventListener('pointerleave', leave))
  }

  close(): void {
    for (const stop of this.stops) stop()
    this.map.setTarget(undefined)
    this.map.dispose()
  }

  setGround(g: Ground): void {
    this.ground.set(g)
    this.grid.layer.setVisible(g.features.length === 0)
  }

  setRegister(d: PlanMapData): void {
    this.register.setAreas(d.areas)
    this.register.setRoutes(d.routes)
    this.drawPick()
  }

  setSites(sites: MapSite[], d: PlanMapData): void {
    this.register.setSites(sites, d.pairs)
    this.drawPick()
  }

  /** setCoverage draws the circles of the radius around the open sites that count, and who lies outside them. */
  setCoverage(open: MapSite[], metres: number, points: Uncovered[], gaps: Gap[]): void {
    this.metres = metres
    this.points = points
    this.gaps = gaps
    this.cover.set(open.filter(s => typeof s.lon === 'number').map(s => [s.lon!, s.lat!] as const))
    this.gapDots.set(points.map(p => [p[0], p[1]] as const))
    this.paintCover()
    this.drawPick()
  }

  show(layers: Set<string>): void {
    this.register.show(layers)
    this.cover.layer.setVisible(layers.has('cover'))
    this.gapDots.layer.setVisible(layers.has('gap'))
  }

  setPick(pick: Pick | null): void {
    this.pick = pick
    this.drawPick()
  }

  /** point marks what a list's row speaks of while it has the focus. */
  point(pick: Pick | null): void {
    this.hovered = pick
    this.drawPick()
  }

  leave(covered: Covered): void {
    this.covered = covered
  }

  go(place: Place): void {
    const view = this.map.getView()
    view.setCenter(fromLonLat([place.lon, place.lat]))
    view.setZoom(place.zoom)
  }

  /** fit shows a box beside the panels, and beside a card over the map if there is one; a point is shown with its surroundings. */
  fit(box: Box, quick = false, card: Rect | null = null): void {
    this.map.updateSize()
    const [w, h] = this.size()
    const room = roomBeside(w, h, this.covered, card)
    const padding = [room.top + 24, w - room.right + 24, h - room.bottom + 24, room.left + 24]
    this.map.getView().fit(transformExtent(box, 'EPSG:4326', 'EPSG:3857'), { padding, maxZoom: 16.5, duration: quick || this.still() ? 0 : 250 })
  }

  /** reveal moves the map, without zooming, until what is in a box is hidden neither by a panel nor by the card; it stays if that is so. */
  reveal(box: Box, card: Rect | null): void {
    this.map.updateSize()
    this.map.renderSync()
    const [left, bottom, right, top] = transformExtent(box, 'EPSG:4326', 'EPSG:3857') as Box
    const [a, b] = [this.map.getPixelFromCoordinate([left, top]), this.map.getPixelFromCoordinate([right, bottom])]
    if (!a || !b) return
    const [w, h] = this.size()
    const mark = { left: a[0]!, top: a[1]!, right: b[0]!, bottom: b[1]! }
    const [dx, dy] = moveInto(mark, w, h, this.covered, card)
    if (dx === 0 && dy === 0) return
    const view = this.map.getView()
    const [x, y] = view.getCenter() as [number, number]
    const r = view.getResolution() ?? 1
    view.animate({ center: [x - dx * r, y + dy * r], duration: this.still() ? 0 : 250 })
  }

  private size(): [number, number] {
    return (this.map.getSize() ?? [1, 1]) as [number, number]
  }

  private still(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches
  }

  zoom(by: number): void {
    const view = this.map.getView()
    view.animate({ zoom: (view.getZoom() ?? 12) + by, duration: 140 })
  }

  resized(): void {
    this.map.updateSize()
  }

  /** settled resolves when all that is in view is painted. */
  settled(): Promise<void> {
    return new Promise(done => {
      this.map.once('rendercomplete', () => done())
      this.map.render()
    })
  }

  /** picture is the part of the map that no panel covers, as it is painted now: a browser that prints does not wait. */
  picture(): HTMLCanvasElement {
    this.map.renderSync()
    const size = (this.map.getSize() ?? [1, 1]) as [number, number]
    const ratio = Math.min(2, devicePixelRatio)
    const out = document.createElement('canvas')
    const { top, right, bottom, left } = this.covered
    out.width = Math.max(200, size[0] - left - right) * ratio
    out.height = Math.max(200, size[1] - top - bottom) * ratio
    const c = out.getContext('2d')!
    c.fillStyle = readPalette().land
    c.fillRect(0, 0, out.width, out.height)
    const drawn = this.map.getTargetElement() as HTMLElement | undefined
    for (const layer of (drawn ?? out).querySelectorAll<HTMLCanvasElement>('.ol-layers canvas')) if (layer.width > 0) c.drawImage(layer, -left * ratio, -top * ratio, size[0] * ratio, size[1] * ratio)
    return out
  }

  private paint(): void {
    const p = readPalette()
    this.ground.paint(p)
    this.grid.paint(p)
    this.register.paint(p)
    this.gapDots.paint(redDots(p.need))
    this.paintCover()
    this.drawPick()
  }

  private paintCover(): void {
    this.cover.paint(shading(faded(readPalette().netA, 0.14), this.metres, () => this.latitude()))
  }

  private latitude(): number {
    return toLonLat(this.map.getView().getCenter() ?? [0, 0])[1]!
  }

  private told(): void {
    const view = this.map.getView()
    const [lon, lat] = toLonLat(view.getCenter()!) as [number, number]
    const box = transformExtent(view.calculateExtent(this.map.getSize() ?? [1, 1]), 'EPSG:3857', 'EPSG:4326') as Box
    const ground = (view.getResolution() ?? 1) * Math.cos((lat * Math.PI) / 180)
    this.events.moved({ lon, lat, zoom: view.getZoom() ?? 12 }, this.free(box), ground)
    this.drawPick()
  }

  /** free is the part of a box that no panel covers. */
  private free(box: Box): Box {
    const [w, h] = (this.map.getSize() ?? [1, 1]) as [number, number]
    const dx = (box[2] - box[0]) / w
    const dy = (box[3] - box[1]) / h
    const { top, right, bottom, left } = this.covered
    if (left + right >= w || top + bottom >= h) return box
    return [box[0] + left * dx, box[1] + bottom * dy, box[2] - right * dx, box[3] - top * dy]
  }

  private at(pixel: [number, number], near = NEAR): Pick | null {
    const hit = this.map.forEachFeatureAtPixel(pixel, f => f as Feature, { hitTolerance: near, layerFilter: l => l === this.register.sites })
    if (hit) return { kind: 'site', id: String(hit.getId()) }
    const gap = this.gapDots.layer.getVisible() ? this.gapAt(pixel, near) : null
    if (gap) return gap
    const line = this.map.forEachFeatureAtPixel(pixel, f => f as Feature, { hitTolerance: near, layerFilter: l => l === this.register.routes })
    if (line) return { kind: 'route', id: String(line.getId()) }
    return this.areaAt(pixel)
  }

  private gapAt(pixel: [number, number], near: number): Pick | null {
    const [lon, lat] = toLonLat(this.map.getCoordinateFromPixel(pixel)) as [number, number]
    const reach = ((this.map.getView().getResolution() ?? 1) * near) / 111_319
    const hit = this.points.find(p => Math.abs(p[0] - lon) < reach && Math.abs(p[1] - lat) < reach)
    if (!hit) return null
    const gap = this.gaps.find(g => g.members.includes(hit)) // boxes of gaps overlap
    return gap ? { kind: 'gap', id: gap.id } : null
  }

  private areaAt(pixel: [number, number]): Pick | null {
    if (!this.register.areas.getVisible()) return null
    const under = this.register.areas.getSource()!.getFeaturesAtCoordinate(this.map.getCoordinateFromPixel(pixel))
    const style = this.register.areas.getStyleFunction()!
    const shown = under.filter(f => style(f, this.map.getView().getResolution() ?? 1))
    const rank = ['COMMUNITY', 'SUBDISTRICT', 'ZONE']
    shown.sort((a, b) => rank.indexOf(a.get('level') as string) - rank.indexOf(b.get('level') as string))
    return shown[0] ? { kind: 'area', id: String(shown[0].getId()) } : null
  }

  private hover(pick: Pick | null, pixel: [number, number] | null): void {
    this.map.getTargetElement()?.classList.toggle('pointing', pick !== null)
    this.hovered = pick
    this.drawPick()
    this.events.hover(pick, pixel)
  }

  private drawPick(): void {
    const features: Feature[] = []
    const add = (pick: Pick | null, soft: boolean) => {
      const g = pick && this.geometry(pick)
      if (!g) return
      const f = new Feature(g)
      f.setProperties({ kind: pick.kind, soft, resolution: this.map.getView().getResolution() }, true)
      features.push(f)
    }
    if (this.hovered && this.hovered.kind !== 'area' && this.hovered.id !== this.pick?.id) add(this.hovered, true)
    if (this.pick?.kind === 'site') add(this.mate(this.pick), false)
    add(this.pick, false)
    this.register.pick(features)
  }

  /** mate is the other half of a fused pair: it is marked with the one that is picked. */
  private mate(pick: Pick): Pick | null {
    const id = this.register.mates.get(pick.id)
    return id === undefined ? null : { kind: 'site', id }
  }

  private geometry(pick: Pick): Geometry | undefined {
    if (pick.kind !== 'gap') return this.register.find(pick.kind, pick.id)?.getGeometry()
    const gap = this.gaps.find(g => g.id === pick.id)
    if (!gap) return undefined
    const middle = [(gap.box[0] + gap.box[2]) / 2, (gap.box[1] + gap.box[3]) / 2]
    return circular(middle, reachOf(gap), 64).transform('EPSG:4326', 'EPSG:3857')
  }
}
