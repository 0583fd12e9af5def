/** What a list of runs is narrowed to: from the address to the request and back. Pure; panels/runs calls it. */
import type { RunStatus } from '@motia/core/run'
import type { WireWindow } from 'motia/workbench/wire/metrics'
import type { RunsSearch } from '../page/search.ts'

export const RUN_STATUSES = [
  'waiting',
  'scheduled',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'quarantined',
] as const satisfies readonly RunStatus[]

export const WINDOW_MS: Readonly<Record<WireWindow, number>> = {
  '5m': 300_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
}

/** As a request to the API has it; without what narrows nothing. */
export interface RunListQuery {
  readonly kind?: 'run' | 'request'
  readonly step?: readonly string[]
  readonly flow?: string
  readonly status?: readonly string[]
  readonly from?: number
  readonly to?: number
  readonly text?: string
  readonly trace?: string
}

/** @param now a window ends there */
export function toRunQuery(search: RunsSearch, now: number): RunListQuery {
  const { kind, flow, text, trace, window, from, to } = search
  const [step, status] = [toValues(search.step), toStatuses(search.status)]
  const begin = from ?? (window && now - WINDOW_MS[window])
  return {
    ...(kind && { kind }),
    ...(step.length > 0 && { step }),
    ...(flow && { flow }),
    ...(status.length > 0 && { status }),
    ...(begin !== undefined && { from: begin }),
    ...(to !== undefined && { to }),
    ...(text && { text }),
    ...(trace && { trace }),
  }
}

/** Several values are separated by commas. */
export function toValues(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean)
}

/** Those of them that there are. */
export function toStatuses(text: string | undefined): RunStatus[] {
  const values = toValues(text)
  return RUN_STATUSES.filter((status) => values.includes(status))
}

export function fromValues(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',')
}

/** One thing that the list is narrowed to. */
export interface RunNarrowing {
  readonly key: keyof RunsSearch
  readonly value: string
}

/** All of them, in the order of the controls. */
export function toNarrowings(search: RunsSearch): RunNarrowing[] {
  const keys = ['kind', 'flow', 'window', 'from', 'to', 'text', 'trace'] as const
  return [
    ...toStatuses(search.status).map((value) => ({ key: 'status', value }) as const),
    ...toValues(search.step).map((value) => ({ key: 'step', value }) as const),
    ...keys.flatMap((key) => (search[key] === undefined ? [] : [{ key, value: String(search[key]) }])),
  ]
}

/** The search without it. */
export function withoutNarrowing(search: RunsSearch, { key, value }: RunNarrowing): RunsSearch {
  if (key !== 'status' && key !== 'step') return { ...search, [key]: undefined }
  return { ...search, [key]: fromValues(toValues(search[key]).filter((each) => each !== value)) }
}
