/**
 * Everything that the page reads, as query options: key, request, type. The first word of a key says what it depends
 * on, so that live.ts can tell what is out of date.
 */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { WireInfo, WireNotices, WireProblems, WireSession } from 'motia/workbench/wire/app'
import type { WireEndpoints } from 'motia/workbench/wire/endpoints'
import type { WireErrorDetail, WireErrors } from 'motia/workbench/wire/errors'
import type { WireLogs } from 'motia/workbench/wire/logs'
import type { WireMetrics, WireWindow } from 'motia/workbench/wire/metrics'
import type { WireQueues, WireSchedules } from 'motia/workbench/wire/queues'
import type { WireRunDetail, WireRuns, WireTrace, WireUnrouted } from 'motia/workbench/wire/runs'
import type { WireStateGroups, WireStateItem, WireStateItems } from 'motia/workbench/wire/state'
import type { WireGraph, WireSource, WireStep } from 'motia/workbench/wire/steps'
import { getJson, type Query } from './client.ts'

const part = encodeURIComponent

/** `depends`: on the app's life, on runs of the store, on spans, on log lines, on nothing that is pushed. */
type Depends = 'app' | 'runs' | 'spans' | 'logs' | 'still'

function read<T>(depends: Depends, path: string, query: Query = {}) {
  return queryOptions({
    queryKey: [depends, path, query] as const,
    queryFn: ({ signal }) => getJson<T>(path, query, signal),
    placeholderData: keepPreviousData,
  })
}

export const sessionQuery = () => read<WireSession>('still', 'session')
export const infoQuery = () => read<WireInfo>('app', 'info')
export const problemsQuery = () => read<WireProblems>('app', 'problems')
/** Processes that ended, the last ones, and when the app got ready. Read again when one ends: live.ts sees to it. */
export const deathsQuery = () =>
  read<WireNotices>('app', 'notices', { types: ['worker-ended', 'app-ended', 'app-ready'], limit: 50 })
export const stepsQuery = () => read<readonly WireStep[]>('runs', 'steps')
export const stepQuery = (id: string) => read<WireStep>('runs', `steps/${part(id)}`)
export const stepSourceQuery = (id: string) => read<WireSource>('app', `steps/${part(id)}/source`)
export const graphQuery = () => read<WireGraph>('app', 'graph')
export const metricsQuery = (window: WireWindow, step?: string) =>
  read<WireMetrics>('spans', 'metrics', { window, step })
export const errorsQuery = (window: WireWindow, step?: string, limit = 200) =>
  read<WireErrors>('spans', 'errors', { window, step, limit })
/** Kinds of failure of the last minutes, for whoever counts them beside something else: read at its own pace. */
export const failingQuery = () => read<WireErrors>('still', 'errors', { window: '5m', limit: 200 })
export const errorQuery = (fingerprint: string, window: WireWindow) =>
  read<WireErrorDetail>('spans', `errors/${part(fingerprint)}`, { window })
export const runQuery = (id: string) => read<WireRunDetail>('runs', `runs/${part(id)}`)
export const traceQuery = (id: string) => read<WireTrace>('runs', `traces/${part(id)}`)
export const unroutedQuery = () => read<WireUnrouted>('runs', 'unrouted')
export const endpointsQuery = () => read<WireEndpoints>('app', 'endpoints')
export const openapiQuery = () => read<unknown>('app', 'openapi')
export const queuesQuery = () => read<WireQueues>('runs', 'queues')
export const schedulesQuery = () => read<WireSchedules>('runs', 'schedules')
export const stateGroupsQuery = () => read<WireStateGroups>('runs', 'state')
export const stateItemQuery = (group: string, key: string) =>
  read<WireStateItem>('runs', `state/${part(group)}/${part(key)}`)

/** What a list of runs is narrowed to; as in the URL. */
export interface RunQuery {
  readonly kind?: 'run' | 'request'
  readonly step?: readonly string[]
  readonly flow?: string
  readonly status?: readonly string[]
  readonly from?: number
  readonly to?: number
  readonly text?: string
  readonly trace?: string
}

export const runsQuery = (filter: RunQuery, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'runs', filter, limit] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<WireRuns>('runs', { ...filter, limit, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.before,
    placeholderData: keepPreviousData,
  })

/** The run or request that failed last, if one did. */
export const fetchLastFailed = async () =>
  (await getJson<WireRuns>('runs', { status: ['failed', 'quarantined'], limit: 1 })).runs[0]

export interface LogQuery {
  readonly run?: string
  readonly trace?: string
  readonly step?: string
  readonly level?: string
  readonly text?: string
  readonly from?: number
  readonly to?: number
}

/** Lines newer than one, oldest first: what a tail asks for. */
export const fetchLogsAfter = (filter: LogQuery, after: number, limit = 1000) =>
  getJson<WireLogs>('logs', { ...filter, after, limit })

export const stateItemsQuery = (group: string, text?: string) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'state', group, text] as const,
    queryFn: ({ pageParam, signal }) =>
      getJson<WireStateItems>(`state/${part(group)}`, { text, after: pageParam, limit: 200 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.after,
    placeholderData: keepPreviousData,
  })
