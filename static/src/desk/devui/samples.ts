// Made-up answers for the page of parts.

import type { Preview, Report } from '../import/wire'
import type { Gap } from '../plan/gaps'
import type { ListKind, Row } from '../plan/inview'
import type { Coverage, Fusion, RouteCoverage } from '../plan/wire'

const area = (id: string, name: string, weight: number, coveredWeight: number, sites: number): Coverage['areas'][number] => ({ id, name, level: 'SUBDISTRICT', settlement: 'URBAN', bounded: true, weight, coveredWeight, share: weight ? coveredWeight / weight : null, sites, places: sites - 4 })

export const sampleCoverage: Coverage = {
  at: '2026-11-23', within: 300, network: 'any', category: '', weight: 'households', sites: 220, places: 200, share: 0.873,
  demand: { points: 4704, weight: 129_700 }, covered: { points: 4110, weight: 113_230 },
  areas: [area('a1', '洸河街道', 53_846, 50_670, 62), area('a2', '柳行街道', 23_846, 21_890, 40), area('a3', '接庄街道', 26_923, 22_430, 44), area('a4', '王因街道', 13_846, 11_020, 30), area('a5', '黄屯街道', 11_239, 7_220, 24), { ...area('a6', '示意新区', 0, 0, 0), bounded: false }],
  uncovered: { count: 594, items: [] },
}

const gap = (id: string, weight: number, points: number, nearest: number | null, farthest: number | null): Gap => ({ id, lon: 116.7, lat: 35.4, weight, households: weight, people: 3 * weight, points, nearest, farthest, box: [116.7, 35.4, 116.71, 35.41], members: [] })
export const sampleGaps: Gap[] = [gap('116.70,35.40', 1186, 44, 410, 730), gap('116.71,35.41', 688, 20, 305, 512), gap('116.72,35.42', 60, 1, null, null)]

const route = (id: string, name: string, n: [number, number, number]): RouteCoverage['routes'][number] => ({ id, name, code: id, lengthM: 8_460, within: { 50: n[0], 100: n[1], 300: n[2] }, fused: { 50: 2, 100: 3, 300: 8 } })
export const sampleRoutes: RouteCoverage = { sites: 220, fusedSites: 70, within: { 50: 24, 100: 34, 300: 77 }, fused: { 50: 10, 100: 15, 300: 35 }, routes: [route('R-01', '洸河清运 1 线', [6, 9, 17]), route('R-02', '柳行清运 1 线', [3, 5, 12])], covered: [] }

export const sampleFusion: Fusion = {
  rate: 0.4375, fusedPlaces: 70, mswPlaces: 160, places: 200, byForm: { record: 50, pair: 20 },
  areas: [{ id: 'a1', name: '洸河街道', level: 'SUBDISTRICT', fused: 24, msw: 51, rate: 24 / 51 }, { id: 'a5', name: '黄屯街道', level: 'SUBDISTRICT', fused: 9, msw: 25, rate: 0.36 }],
  pairs: [{ a: 's1', aName: '示范交投点-112', b: 's2', bName: '示范投放点-154', distanceM: 15.7 }],
}

const row = (kind: ListKind, id: string, name: string, detail: string, layer: Row['layer'], open = true): Row => ({ pick: { kind, id }, name, detail, layer, open })
export const sampleRows: Record<ListKind, Row[]> = {
  site: [row('site', 's1', '示范融合点-001', '交投点', 'fused'), row('site', 's2', '示范交投点-112', '交投点', 'a'), row('site', 's3', '示范投放点-154', '分类投放点', 'b', false)],
  area: [row('area', 'a1', '洸河街道', '街道', 'areas')], route: [row('route', 'r1', '洸河清运 1 线', '8.5 公里', 'routes')], gap: [],
}

export const samplePreview: Preview = { id: 'x', kind: 'sites', name: '示范网点表.csv', format: 'csv', encoding: 'gb18030', rows: 3962, columns: ['网点编号', '名称', '经度', '纬度', '类型'].map((header) => ({ header, target: null, samples: [] })), targets: [], sources: [], suggestedSource: '' }
export const sampleReport: Report = {
  kind: 'sites', source: '市容局 2026', datum: 'GCJ02', rows: 3962, created: 412, changed: 88, unchanged: 3452, missing: 27, wrong: 3, outside: 3, digest: 'x', committed: false,
  unread: ['联网'], problems: [
    { line: 76, column: 4, code: 'position.swapped', level: 'outside', value: '35.42, 116.62' }, { line: 318, column: 3, code: 'position.missing', level: 'wrong', value: '' }, { line: 905, column: 1, code: 'id.duplicate', level: 'wrong', value: 'RC-0412' }, { line: 1377, column: 5, code: 'kind.unknown', level: 'wrong', value: '交投站' },
  ],
  sketch: { points: Array.from({ length: 240 }, (_, i) => [116.6 + ((i * 37) % 160) / 1000, 35.31 + ((i * 53) % 190) / 1000, i % 80 === 0 ? 1 : 0]), areas: { type: 'FeatureCollection', features: [{ geometry: { type: 'Polygon', coordinates: [[[116.595, 35.3], [116.77, 35.33], [116.755, 35.515], [116.6, 35.49], [116.595, 35.3]]] } }] }, bounds: [116.595, 35.3, 116.77, 35.515] },
  examples: { created: [{ key: 'RC-0413', name: '示范交投点-413' }], changed: [{ key: 'RC-0009', name: '示范交投点-009', changes: [{ field: 'hours', before: 'Mo-Fr 08:00-17:00', after: 'Mo-Su 08:00-18:00' }] }] },
}
