/** A client of the Workbench's JSON API: what the tests see of runs, as its page and its users do. */
import type { TelemetryEvent } from '@motia/core/events'
import type { UnroutedRecord } from '@motia/core/store'
import type { WireLogs } from '../../../packages/motia/src/workbench/wire/logs.ts'
import type {
  WireRunDetail,
  WireRunRow,
  WireRuns,
  WireTrace,
} from '../../../packages/motia/src/workbench/wire/runs.ts'
import type { WireStep } from '../../../packages/motia/src/workbench/wire/steps.ts'
import { waitFor } from './wait-for.ts'

export interface Receipt {
  readonly traceId: string
  readonly routed: boolean
  readonly runs: readonly { readonly runId: string; readonly stepId: string }[]
}

/** A run that the store knows, with all that is known of it. */
export type RunDetail = WireRunDetail & { readonly run: NonNullable<WireRunDetail['run']> }

export interface Workbench {
  readonly url: string
  get<T>(path: string): Promise<T>
  steps(): Promise<WireStep[]>
  step(id: string): Promise<WireStep>
  /** Durable ones, newest first. */
  runs(query?: { step?: string; status?: string; trace?: string }): Promise<readonly WireRunRow[]>
  run(runId: string): Promise<RunDetail>
  trace(traceId: string): Promise<WireTrace>
  logs(query: { run?: string; trace?: string; step?: string; text?: string }): Promise<WireLogs['lines']>
  unrouted(target: string): Promise<UnroutedRecord | undefined>
  trigger(target: string, payload?: unknown, options?: { delay?: number; key?: string }): Promise<Receipt>
  /** Waits until the run has ended, however. */
  ended(runId: string, timeoutMs?: number): Promise<RunDetail>
  /** Triggers a step by its id and waits for its end. */
  result(target: string, payload?: unknown, timeoutMs?: number): Promise<RunDetail>
  /** What is told live from now on. */
  follow(): Promise<Live>
  /** Waits until all runs of a trace have ended: at least `count`, oldest first. */
  settled(traceId: string, count: number, timeoutMs?: number): Promise<readonly WireRunRow[]>
}

export interface Live {
  /** So far. */
  events(): readonly TelemetryEvent[]
  close(): void
}

/** @param token as `.motia/workbench.token` holds it */
export function openWorkbench(url: string, token: string): Workbench {
  const headers = { authorization: `Bearer ${token}` }
  const workbench: Workbench = {
    url,
    get: async (path) => read(await fetch(`${url}${path}`, { headers })),
    steps: () => workbench.get('/api/v1/steps'),
    async step(id) {
      const found = (await workbench.steps()).find((step) => step.id === id)
      if (!found) throw new Error(`the Workbench shows no step ${id}`)
      return found
    },
    runs: async (query = {}) =>
      (await workbench.get<WireRuns>(`/api/v1/runs?kind=run&limit=1000&${toQuery(query)}`)).runs,
    run: (runId) => workbench.get(`/api/v1/runs/${runId}`),
    trace: (traceId) => workbench.get(`/api/v1/traces/${traceId}`),
    logs: async (query) => (await workbench.get<WireLogs>(`/api/v1/logs?limit=1000&${toQuery(query)}`)).lines,
    async unrouted(target) {
      return (await workbench.get<UnroutedRecord[]>('/api/v1/unrouted')).find(
        (record) => record.target === target,
      )
    },
    trigger: (target, payload = null, options) =>
      command(url, headers, 'trigger', { target, payload, ...(options && { options }) }),
    ended: (runId, timeoutMs) =>
      waitFor(
        `the end of run ${runId}`,
        async () => {
          const detail = await workbench.run(runId)
          return isFinal(detail.run) && detail
        },
        timeoutMs,
      ),
    async result(target, payload, timeoutMs) {
      const { runs } = await workbench.trigger(target, payload)
      return workbench.ended(runs[0]?.runId as string, timeoutMs)
    },
    follow: () => follow(`${url}/api/v1/live`, headers),
    settled: (traceId, count, timeoutMs) =>
      waitFor(
        `the end of ${count} runs of trace ${traceId}`,
        async () => {
          const runs = await workbench.runs({ trace: traceId })
          return runs.length >= count && runs.every(isFinal) && [...runs].reverse()
        },
        timeoutMs,
      ),
  }
  return workbench
}

type Headers = Readonly<Record<string, string>>

async function command<T>(url: string, headers: Headers, name: string, body: object): Promise<T> {
  const init = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  return read(await fetch(`${url}/api/v1/commands/${name}`, init))
}

async function follow(url: string, headers: Headers): Promise<Live> {
  const abort = new AbortController()
  const { body } = await fetch(url, { headers, signal: abort.signal })
  let text = ''
  const reading = async () => {
    const decoder = new TextDecoder()
    for await (const chunk of body as ReadableStream<Uint8Array>)
      text += decoder.decode(chunk, { stream: true })
  }
  reading().catch(() => {}) // aborted
  return {
    events: () =>
      [...text.matchAll(/^event: telemetry\ndata: (.*)\n/gm)].map(([, data]) => JSON.parse(data as string)),
    close: () => abort.abort(),
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return response.json() as Promise<T>
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
}

function isFinal({ status }: { readonly status: WireRunRow['status'] }): boolean {
  return ['succeeded', 'failed', 'cancelled', 'quarantined'].includes(status)
}

function toQuery(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(given).toString()
}
