// The state of one import: a file is sent, its columns are read, a dry run is looked at, and it is written. What was chosen
// survives a reload: the server keeps the file, this tab keeps the choices.

import { computed, ref, shallowRef, watch } from 'vue'
import { keep, raw } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { uuidv7 } from '@/api/uuid'
import { firstMapping, missing, needsPosition, settingsOf, type Mapping } from './mapping'
import { upload } from './upload'
import type { Datum, ImportKind, Preview, Report } from './wire'

export type Step = 'file' | 'columns' | 'result' | 'done'

const pauseMs = 400

export function useImport(key: string) {
  const step = ref<Step>('file')
  const preview = shallowRef<Preview>()
  const mapping = ref<Mapping>([])
  const source = ref('')
  const datum = ref<Datum>('WGS84')
  const constants = ref<Record<string, string>>({})
  const report = shallowRef<Report>()
  const problem = shallowRef<Problem | null>(null)
  const sending = ref<{ name: string; share: number } | null>(null)
  const checking = ref(false)
  const committing = ref(false)
  const changed = ref(false)
  const isNew = ref(false) // the person says that the sites are new ones
  const isOutside = ref(false) // and that they do lie outside
  let abort: AbortController | undefined
  let turn = 0
  let timer = 0

  const settings = computed(() => preview.value && settingsOf(preview.value, mapping.value, source.value, datum.value, constants.value))
  const lacking = computed(() => (preview.value ? missing(preview.value, mapping.value, constants.value) : []))
  const unplaced = computed(() => !!preview.value && needsPosition(preview.value, mapping.value))
  const asksSource = computed(() => !!report.value?.firstTime && !!report.value.known?.length)
  const asksOutside = computed(() => !!report.value?.warnings?.includes('position.most_outside'))
  const agreed = computed(() => (!asksSource.value || isNew.value) && (!asksOutside.value || isOutside.value))
  const ready = computed(() => !!preview.value && lacking.value.length === 0 && !unplaced.value)

  async function send(kind: ImportKind, file: File) {
    cancel()
    const mine = (abort = new AbortController())
    problem.value = null
    sending.value = { name: file.name, share: 0 }
    try {
      const query = new URLSearchParams({ kind, name: file.name })
      const p = await upload<Preview>(`/api/v1/imports/${uuidv7()}?${query}`, file, (share) => { if (sending.value && mine === abort) sending.value = { name: file.name, share } }, mine.signal)
      preview.value = p
      mapping.value = firstMapping(p)
      source.value = p.suggestedSource // a name of before must be chosen: it decides which rows are the same
      constants.value = {}
      datum.value = 'WGS84'
      report.value = undefined
      step.value = 'columns'
    } catch (err) {
      const failed = asProblem(err)
      if (failed.code !== 'client.aborted') problem.value = failed
    } finally {
      if (mine === abort) sending.value = null
    }
  }
  function cancel() {
    abort?.abort()
    sending.value = null
  }

  /** Runs the dry run of what is chosen now; an answer that a newer choice overtook is dropped. */
  async function check() {
    if (!preview.value || !ready.value) return
    clearTimeout(timer) // or the check that was to come would overtake this one, and whoever waits for it would get nothing
    const mine = ++turn
    checking.value = true
    try {
      const r = await post<Report>('check', settings.value)
      if (mine !== turn) return
      if (r.digest !== report.value?.digest) isNew.value = isOutside.value = false
      report.value = r
      problem.value = null
    } catch (err) {
      if (mine === turn) problem.value = asProblem(err)
    } finally {
      if (mine === turn) checking.value = false
    }
  }
  watch(() => JSON.stringify(settings.value), () => {
    if (step.value !== 'columns') return
    report.value = undefined
    isNew.value = isOutside.value = false
    clearTimeout(timer)
    timer = window.setTimeout(check, pauseMs)
  })

  async function commit() {
    if (!report.value) return
    committing.value = true
    changed.value = false
    try {
      report.value = { ...report.value, ...(await post<Report>('commit', { ...settings.value, newSource: isNew.value, digest: report.value.digest })) }
      problem.value = null
      step.value = 'done'
    } catch (err) {
      const failed = asProblem(err)
      if (failed.code === 'import.changed') {
        changed.value = true
        await check()
      } else problem.value = failed
    } finally {
      committing.value = false
    }
  }

  /** The file comes from a source of before: its dry run anew. */
  async function belongsTo(known: string) {
    source.value = known
    report.value = undefined
    await check()
    if (!report.value) step.value = 'columns'
  }

  /** Fetches the rows that have a problem, as they stand in the file. Returns the name of the file; throws a Problem. */
  const saveRows = async (level: 'wrong' | 'outside') => keep(await ask('problems', { ...settings.value, level }))

  async function post<T>(verb: string, body: unknown): Promise<T> {
    return (await (await ask(verb, body)).json()) as T
  }
  function ask(verb: string, body: unknown): Promise<Response> {
    return raw(`/api/v1/imports/${preview.value!.id}/${verb}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  }

  function restart() {
    cancel()
    turn++
    step.value = 'file'
    preview.value = report.value = undefined
    problem.value = null
    changed.value = checking.value = isNew.value = isOutside.value = false
  }

  // Keep and find again.
  const saved = () => ({ step: step.value, preview: preview.value, mapping: mapping.value, source: source.value, datum: datum.value, constants: constants.value })
  try {
    const old = JSON.parse(sessionStorage.getItem(key) ?? 'null') as ReturnType<typeof saved> | null
    if (old?.preview && old.step !== 'done') {
      preview.value = old.preview
      mapping.value = old.mapping
      source.value = old.source
      datum.value = old.datum
      constants.value = old.constants
      step.value = 'columns'
      void check()
    }
  } catch { /* a tab that keeps nothing starts anew */ }
  watch([step, mapping, source, datum, constants], () => {
    try {
      if (step.value === 'file' || step.value === 'done') sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, JSON.stringify(saved()))
    } catch { /* it then holds for this page */ }
  }, { deep: true })

  return { step, preview, mapping, source, datum, constants, report, problem, sending, checking, committing, changed, isNew, isOutside, asksSource, asksOutside, agreed, settings, lacking, unplaced, ready, send, cancel, check, commit, belongsTo, saveRows, restart }
}

export type ImportDesk = ReturnType<typeof useImport>
