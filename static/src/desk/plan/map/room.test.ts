import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveInto, roomBeside, type Rect } from './room'

const panels = { top: 0, right: 420, bottom: 0, left: 308 }
const card = { left: 308, top: 360, right: 680, bottom: 840 }
const at = (x: number, y: number, half = 0): Rect => ({ left: x - half, top: y - half, right: x + half, bottom: y + half })

describe('the room beside the card', () => {
  it.each<[string, number, number, Rect | null, Rect]>([
    ['is what no panel covers', 1440, 900, null, { left: 308, top: 0, right: 1020, bottom: 900 }],
    ['is right of the card', 1736, 900, card, { left: 680, top: 0, right: 1316, bottom: 900 }],
    ['is above the card where the map is narrow', 1256, 900, card, { left: 308, top: 0, right: 836, bottom: 360 }],
    ['is the whole map if nothing else is left', 700, 300, null, { left: 0, top: 0, right: 700, bottom: 300 }],
  ])('%s', (_name, w, h, over, want) => expect(roomBeside(w, h, panels, over)).toEqual(want))
})

describe('a picked mark', () => {
  it('stays where it can be seen', () => expect(moveInto(at(800, 500), 1440, 900, panels, card)).toEqual([0, 0]))
  it('stays above the card', () => expect(moveInto(at(500, 200), 1440, 900, panels, card)).toEqual([0, 0]))
  it('comes out from under the card', () => {
    expect(moveInto(at(500, 600), 1736, 900, panels, card)).toEqual([208, 0])
    expect(moveInto(at(500, 600), 1256, 900, panels, card)).toEqual([0, -268])
  })
  it('comes out from under the panel', () => expect(moveInto(at(1500, 600), 1736, 900, panels, card)).toEqual([-212, 0]))
  it('comes back onto a map that a sheet has made lower', () => expect(moveInto(at(180, 500), 360, 240, { top: 0, right: 0, bottom: 0, left: 0 }, null)).toEqual([0, -288]))

  it('is seen after the move, wherever it was', () => {
    fc.assert(fc.property(fc.integer({ min: -500, max: 3000 }), fc.integer({ min: -500, max: 3000 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1000, max: 2600 }), fc.integer({ min: 620, max: 1400 }), (x, y, half, w, h) => {
      const over = { left: 308, top: h - 60 - Math.min(h * 0.56, 480), right: 680, bottom: h - 60 }
      const [dx, dy] = moveInto(at(x, y, half), w, h, panels, over)
      const mark = at(x + dx, y + dy, half)
      expect(mark.left).toBeGreaterThanOrEqual(308)
      expect(mark.right).toBeLessThanOrEqual(w - 420)
      expect(mark.top).toBeGreaterThanOrEqual(0)
      expect(mark.bottom).toBeLessThanOrEqual(h)
      expect(mark.left < over.right && mark.right > over.left && mark.top < over.bottom && mark.bottom > over.top).toBe(false)
    }))
  })
})

describe('a phone’s map', () => {
  const none = { top: 0, right: 0, bottom: 0, left: 0 }
  const buttons = { left: 110, top: 175, right: 352, bottom: 223 }
  it('shows a mark above its buttons', () => {
    expect(moveInto(at(180, 200), 360, 231, none, buttons)).toEqual([0, -53])
    expect(moveInto(at(180, 317), 360, 231, none, buttons)).toEqual([0, -170])
    expect(moveInto(at(180, 90), 360, 231, none, buttons)).toEqual([0, 0])
  })
})
