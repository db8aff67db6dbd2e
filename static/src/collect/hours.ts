const days: Record<string, string> = { Mo: '周一', Tu: '周二', We: '周三', Th: '周四', Fr: '周五', Sa: '周六', Su: '周日', PH: '节假日' }

/** Writes opening hours in Chinese if they are given in the usual code ("Mo-Sa 09:00-17:00"), else as they are. */
export function hoursText(text: string): string {
  if (!/^[A-Za-z0-9:,;+/\s-]+$/.test(text)) return text
  return text
    .replace(/^24\/7$/, '全天')
    .replace(/\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\s*-\s*(Mo|Tu|We|Th|Fr|Sa|Su)\b/g, (_m, a: string, b: string) => `${days[a]}至${days[b]}`)
    .replace(/\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b/g, (d) => days[d]!)
    .replace(/周一至周日 /g, '每天 ').replace(/\boff\b/g, '休息').replace(/,\s*/g, '、').replace(/;\s*/g, '；')
}
