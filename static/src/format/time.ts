import { common } from '@/i18n/common'

const shanghai = 8 * 3600_000 // China keeps one zone and no summer time
const dayMs = 86_400_000

/** The Day (Shanghai) of an instant. */
export function dayOf(instant: string | number): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(0, 10)
}

/** The time of day (Shanghai) of an instant: "14:10". */
export function clock(instant: string): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(11, 16)
}

/** Adds days to a Day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day + 'T00:00:00Z') + days * dayMs).toISOString().slice(0, 10)
}

/** Whether text is a Day that exists, for what an address or a form gives. */
export function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text + 'T00:00:00Z')) && addDays(text, 0) === text
}

/** Writes a Day as people say it: 今天, 昨天, 11-20, with the year if it is another one. */
export function dayText(day: string, today: string): string {
  const { time } = common.value
  if (day === today) return time.today
  if (day === addDays(today, -1)) return time.yesterday
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
}

/** Writes a Day in full with its weekday: "11-23 星期一". */
export function dayLong(day: string, today: string): string {
  const weekday = common.value.time.weekdays[new Date(day + 'T00:00:00Z').getUTCDay()]
  return `${day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day} ${weekday}`
}

/** Writes an instant: "今天 14:10", "11-23 14:10". */
export function timeText(instant: string, today: string): string {
  return `${dayText(dayOf(instant), today)} ${clock(instant)}`
}

/** Writes an instant in full, for the hover: "2026-11-23 14:10:05". */
export function timeExact(instant: string): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(0, 19).replace('T', ' ')
}

/** Writes a length of time in its largest unit: "38 分钟", "5 小时". */
export function duration(ms: number): string {
  const { unit } = common.value
  const minutes = Math.round(Math.abs(ms) / 60_000)
  return minutes < 120 ? `${minutes} ${unit.minute}` : `${Math.round(minutes / 60)} ${unit.hour}`
}

/** Turns a local date-time of a form ("2026-11-23T14:10", Shanghai) into an Instant; undefined if it is none. */
export function instantOf(local: string): string | undefined {
  const at = Date.parse(local + (local.length === 16 ? ':00' : '') + '+08:00')
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Turns an Instant into the local date-time of a form. */
export function localOf(instant: string): string {
  return timeExact(instant).slice(0, 16).replace(' ', 'T')
}
