// Hours as the register gives them (OpenStreetMap's opening_hours, or any text), in the words of the page.

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']

export interface HourWords {
  days: string[]
  every: string
  holidays: string
  always: string
  off: string
  to: string
  and: string
}

/** hoursText says simple opening hours in words; a text that it does not know is null and is shown as given. */
export function hoursText(text: string, w: HourWords): string | null {
  if (text.trim() === '24/7') return w.always
  const parts = text.split(';').map((p) => p.trim()).filter(Boolean)
  const said = parts.map((p) => part(p, w))
  return said.length > 0 && said.every((s) => s !== null) ? said.join('；') : null
}

function part(text: string, w: HourWords): string | null {
  const m = /^((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)?\s*((?:\d{2}:\d{2}-\d{2}:\d{2}(?:,\s*)?)+|off)$/.exec(text)
  if (!m) return null
  const times = m[2] === 'off' ? w.off : m[2]!.replace(/-/g, '–').replace(/,\s*/g, w.and)
  return [m[1] ? days(m[1], w) : w.every, times].join(' ')
}

function days(text: string, w: HourWords): string {
  if (text === 'Mo-Su') return w.every
  const word = (d: string) => (d === 'PH' ? w.holidays : w.days[DAYS.indexOf(d)]!)
  return text.split(',').map((r) => r.split('-').map(word).join(w.to)).join(w.and)
}
