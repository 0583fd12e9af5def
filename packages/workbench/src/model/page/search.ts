/**
 * What the search of an address may hold, panel by panel. What makes no sense is left out, so that an old link still
 * opens. router.ts gives each to its route.
 */
import type { WireWindow } from 'motia/workbench/wire/metrics'
import type { Measure } from '../figures/charts.ts'
import { SORTS, type StepSort } from '../figures/overview.ts'

type Raw = Readonly<Record<string, unknown>>

const WINDOWS = ['5m', '1h', '24h', '7d'] as const satisfies readonly WireWindow[]
const KINDS = ['run', 'request'] as const
const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** What is shown where the address says nothing: figures, and what fails, which is rarer. */
export const DEFAULT_WINDOW: WireWindow = '1h'
export const ERRORS_WINDOW: WireWindow = '24h'

export interface WindowSearch {
  /** How far back; each panel has its own default. */
  readonly window?: WireWindow | undefined
}

export function toWindowSearch({ window }: Raw): WindowSearch {
  return { window: toOneOf(window, WINDOWS) }
}

/** `sort`, `order`: of the steps; `chart`: what the second chart shows. */
export interface OverviewSearch extends WindowSearch {
  readonly sort?: StepSort | undefined
  readonly order?: 'ascending' | 'descending' | undefined
  readonly chart?: Measure | undefined
}

export function toOverviewSearch(raw: Raw): OverviewSearch {
  return {
    ...toWindowSearch(raw),
    sort: toOneOf(raw.sort, SORTS),
    order: toOneOf(raw.order, ['ascending', 'descending']),
    chart: toOneOf(raw.chart, ['duration', 'wait']),
  }
}

export interface StepSearch {
  readonly step?: string | undefined
}

export function toStepSearch({ step }: Raw): StepSearch {
  return { step: toText(step) }
}

/** `retry`: the step whose failed runs one is asked about. */
export interface ErrorsSearch extends WindowSearch, StepSearch {
  readonly retry?: string | undefined
}

export function toErrorsSearch(raw: Raw): ErrorsSearch {
  return { ...toWindowSearch(raw), ...toStepSearch(raw), retry: toText(raw.retry) }
}

/** Of a step's page; `run`: one is about to run it. */
export interface StepPageSearch extends WindowSearch {
  readonly run?: true | undefined
}

export function toStepPageSearch(raw: Raw): StepPageSearch {
  return { ...toWindowSearch(raw), run: raw.run === true ? true : undefined }
}

export interface FlowSearch extends StepSearch {
  readonly flow?: string | undefined
}

export function toFlowSearch(raw: Raw): FlowSearch {
  return { flow: toText(raw.flow), ...toStepSearch(raw) }
}

/** Several values of `step` and `status` are separated by commas; `from`, `to` are times. */
export interface RunsSearch extends WindowSearch, FlowSearch {
  readonly kind?: (typeof KINDS)[number] | undefined
  readonly status?: string | undefined
  readonly text?: string | undefined
  readonly trace?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export function toRunsSearch(raw: Raw): RunsSearch {
  return {
    ...toWindowSearch(raw),
    ...toFlowSearch(raw),
    kind: toOneOf(raw.kind, KINDS),
    status: toText(raw.status),
    text: toText(raw.text),
    trace: toText(raw.trace),
    from: toNumber(raw.from),
    to: toNumber(raw.to),
  }
}

export interface LogsSearch extends StepSearch {
  readonly text?: string | undefined
  readonly level?: (typeof LEVELS)[number] | undefined
  readonly trace?: string | undefined
  readonly run?: string | undefined
}

export function toLogsSearch(raw: Raw): LogsSearch {
  return {
    ...toStepSearch(raw),
    text: toText(raw.text),
    level: toOneOf(raw.level, LEVELS),
    trace: toText(raw.trace),
    run: toText(raw.run),
  }
}

export interface StateSearch {
  readonly group?: string | undefined
  readonly key?: string | undefined
  readonly text?: string | undefined
}

export function toStateSearch({ group, key, text }: Raw): StateSearch {
  return { group: toText(group), key: toText(key), text: toText(text) }
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function toOneOf<const T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value)
}
