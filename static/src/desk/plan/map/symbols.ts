// The marks of the sites, drawn once per kind and size: a blue circle A, a green square B, a mark split in two for a fused site,
// a grey diamond for a back-end node. Shape and letter carry the meaning without the colour. A site that is not open is hollow.

import Icon from 'ol/style/Icon.js'
import Style from 'ol/style/Style.js'
import type { Layer } from '../address'
import type { Palette } from './palette'

/** How large a mark is drawn, by the map's resolution in metres a pixel; letters only where they can be read. */
export function markSize(resolution: number): number {
  if (resolution > 110) return 7
  if (resolution > 60) return 9
  if (resolution > 25) return 12
  if (resolution > 8) return 16
  return 22
}

const LETTER_FROM = 16
const RATIO = 2

function canvas(size: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const el = document.createElement('canvas')
  el.width = el.height = size * RATIO
  const c = el.getContext('2d')!
  c.scale(RATIO, RATIO)
  c.translate(size / 2, size / 2)
  return [el, c]
}

function outline(c: CanvasRenderingContext2D, layer: Layer, r: number): void {
  c.beginPath()
  if (layer === 'b') c.rect(-r * 0.92, -r * 0.92, r * 1.84, r * 1.84)
  else if (layer === 'fused') {
    c.arc(0, 0, r, Math.PI / 2, -Math.PI / 2)
    c.lineTo(r, -r)
    c.lineTo(r, r)
    c.closePath()
  } else if (layer === 'back') {
    c.moveTo(0, -r * 1.1)
    c.lineTo(r * 1.1, 0)
    c.lineTo(0, r * 1.1)
    c.lineTo(-r * 1.1, 0)
    c.closePath()
  } else c.arc(0, 0, r, 0, Math.PI * 2)
}

function colours(layer: Layer, p: Palette): [string, string] {
  if (layer === 'fused') return [p.netA, p.netB]
  const one = layer === 'a' ? p.netA : layer === 'b' ? p.netB : p.ink3
  return [one, one]
}

/** drawMark draws one mark into a square of size pixels around the origin. */
export function drawMark(c: CanvasRenderingContext2D, layer: Layer, open: boolean, size: number, p: Palette): void {
  const r = size / 2 - (size > 10 ? 2 : 1)
  const [left, right] = colours(layer, p)
  outline(c, layer, r)
  c.lineWidth = size > 10 ? 3 : 2
  c.strokeStyle = p.surface
  c.stroke()
  c.save()
  c.clip()
  c.fillStyle = open ? left : p.surface
  c.fillRect(-size, -size, size, size * 2)
  c.fillStyle = open ? right : p.surface
  c.fillRect(0, -size, size, size * 2)
  c.restore()
  if (!open) {
    outline(c, layer, r - 0.8)
    c.lineWidth = 1.6
    c.strokeStyle = layer === 'fused' ? p.fused : left
    c.stroke()
  }
  if (size < LETTER_FROM) return
  c.fillStyle = open ? p.surface : layer === 'fused' ? p.fused : left
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  const write = (text: string, x: number, px: number) => {
    c.font = `700 ${px}px ${p.font}`
    c.fillText(text, x, 0.5)
  }
  if (layer === 'fused') {
    write('A', -r * 0.42, size * 0.4)
    write('B', r * 0.5, size * 0.4)
  } else if (layer !== 'back') write(layer === 'a' ? 'A' : 'B', 0, size * 0.52)
}

/** Marks keeps one style per mark: 4,000 sites share a few dozen pictures. */
export class Marks {
  private readonly styles = new Map<string, Style>()
  constructor(private readonly palette: Palette) {}

  style(layer: Layer, open: boolean, resolution: number): Style {
    const size = markSize(resolution)
    const key = `${layer} ${open} ${size}`
    const known = this.styles.get(key)
    if (known) return known
    const [img, c] = canvas(size + 4)
    drawMark(c, layer, open, size, this.palette)
    const style = new Style({
      image: new Icon({ img, width: size + 4, height: size + 4 }),
      zIndex: layer === 'fused' ? 3 : layer === 'back' ? 1 : 2,
    })
    this.styles.set(key, style)
    return style
  }
}
