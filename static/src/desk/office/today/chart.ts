import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

/** One day of the chart, grams. */
export interface Bar { label: string; collected: number; received: number }
export interface Words { collected: string; received: string; unit: string; text: (grams: number) => string; aria: string }

/** Draws pairs of bars, in tonnes from zero. The tooltip is drawn, not HTML: the CSP allows no style attributes. */
export function draw(box: HTMLElement, bars: Bar[], words: Words, onPick: (index: number) => void): () => void {
  const chart = init(box, undefined, { renderer: 'svg' })
  const css = getComputedStyle(document.documentElement)
  const colour = (name: string) => css.getPropertyValue(name).trim()
  const font = { color: colour('--ink-3'), fontFamily: colour('--font'), fontSize: parseFloat(css.getPropertyValue('--t1')) || 12 }
  const side = (key: 'collected' | 'received', name: string, fill: string) => ({
    name, type: 'bar' as const, data: bars.map((b) => b[key] / 1e6), itemStyle: { color: colour(fill), borderRadius: [2, 2, 0, 0] }, barMaxWidth: 18, barGap: '10%', barCategoryGap: '28%', cursor: 'pointer',
  })
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: words.aria } },
    grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: bars.map((b) => b.label), axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--line-strong') } }, axisLabel: { ...font, hideOverlap: true } },
    yAxis: { type: 'value', min: 0, splitNumber: 3, axisLabel: { ...font, formatter: `{value} ${words.unit}` }, splitLine: { lineStyle: { color: colour('--line') } } },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow', shadowStyle: { color: colour('--ink'), opacity: .06 } }, backgroundColor: colour('--surface'), borderColor: colour('--line-strong'),
      textStyle: { color: colour('--ink'), fontFamily: colour('--font'), fontSize: font.fontSize },
      formatter: (at: unknown) => {
        const bar = bars[(at as { dataIndex: number }[])[0]?.dataIndex ?? 0]
        return bar ? `${bar.label}\n${words.collected} ${words.text(bar.collected)}\n${words.received} ${words.text(bar.received)}` : ''
      },
    },
    series: [side('collected', words.collected, '--net-a'), side('received', words.received, '--net-b')],
  })
  chart.on('click', (e) => onPick(e.dataIndex))
  const sizes = new ResizeObserver(() => chart.resize())
  sizes.observe(box)
  return () => { sizes.disconnect(); chart.dispose() }
}
