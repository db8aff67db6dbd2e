import { reactive } from 'vue'

/** One line at the foot of the page that says what was done, with a way back where there is one. */
export interface Notice { id: number; text: string; undo?: () => void }

export const notices = reactive<Notice[]>([])
let last = 0
const shownMs = 8000

/** Tells the person (and their screen reader) that something was done. */
export function announce(text: string, undo?: () => void): void {
  const id = ++last
  notices.push({ id, text, undo })
  setTimeout(() => dismiss(id), undo ? shownMs + 2000 : shownMs)
}

export function dismiss(id: number): void {
  const at = notices.findIndex((n) => n.id === id)
  if (at >= 0) notices.splice(at, 1)
}
