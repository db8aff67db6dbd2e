// What the import operations say (kinds, preview, dry run, commit).

import type { Box, Shape } from '../plan/wire'

export type ImportKind = 'sites' | 'areas' | 'demand' | 'routes'
export type Datum = 'WGS84' | 'CGCS2000' | 'GCJ02' | 'BD09'

export interface PreviewColumn {
  header: string
  target: string | null
  samples: string[]
}
export interface Preview {
  id: string
  kind: ImportKind
  name: string
  format: string
  encoding: string
  rows: number
  columns: PreviewColumn[]
  targets: { key: string; required: boolean }[]
  sources: string[]
  suggestedSource: string
}

export interface Settings {
  source: string
  datum: Datum
  /** target → header, where it differs from what the server finds by itself */
  map: Record<string, string>
  /** target → the same value in every row; an empty one leaves the target unread */
  set: Record<string, string>
}

export type ProblemLevel = 'wrong' | 'outside' | 'warning'
export interface RowProblem {
  line: number
  /** From 1; 0 where it is not about one column. */
  column: number
  code: string
  level: ProblemLevel
  value?: string
  /** The line that this one repeats. */
  other?: number
}

export interface Counts {
  rows: number
  created: number
  changed: number
  unchanged: number
  missing: number
  wrong: number
  outside: number
}

export interface Example {
  key: string
  name: string
  changes?: { field: string; before: string; after: string }[]
}

export interface Sketch {
  /** Longitude, latitude, and 1 for a point outside the bounds. */
  points: [number, number, number][]
  areas: { type: 'FeatureCollection'; features: { geometry: Shape | null }[] } | null
  bounds: Box | []
}

export interface Report extends Counts {
  kind: ImportKind
  source: string
  datum: Datum
  /** Headers of columns that nothing was read from. */
  unread: string[]
  problems: RowProblem[]
  /** Rows that the register has already, by the source that brought them; '' for sites that no import brought. */
  known?: { source: string; rows: number }[]
  /** Nothing has come from the source before. */
  firstTime?: boolean
  /** Codes of what is doubtful about the file as a whole. */
  warnings?: string[]
  digest: string
  sketch?: Sketch | null
  examples?: { created: Example[]; changed: Example[] } | null
  committed: boolean
}
