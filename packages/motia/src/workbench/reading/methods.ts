/** What crosses between who reads (host.ts) and the thread that reads for it (loop.ts). */
import type { TelemetryReader } from '../../observability/records.ts'
import type { RunReader } from '../run-reader.ts'

/** What can be read, and from which of the two files. */
export interface Readers {
  readonly runs: RunReader
  readonly telemetry: Omit<TelemetryReader, 'close'>
}

export type ReaderName = keyof Readers

/** Nothing else is called, whatever a message says. */
export const METHODS = {
  runs: {
    get: true,
    list: true,
    trace: true,
    attempts: true,
    counts: true,
    unrouted: true,
    schedules: true,
    search: true,
    children: true,
    edges: true,
    oldestQueued: true,
    paused: true,
    stateGroups: true,
    stateItems: true,
    stateItem: true,
    version: true,
  },
  telemetry: {
    trace: true,
    run: true,
    spans: true,
    logs: true,
    runIdsOfLogs: true,
    events: true,
    metrics: true,
    slowest: true,
    figures: true,
    requestCounts: true,
    errors: true,
    failures: true,
    versions: true,
  },
} as const satisfies { readonly [R in ReaderName]: Readonly<Record<keyof Readers[R], true>> }

export interface ReadRequest {
  readonly q: number
  readonly reader: ReaderName
  readonly method: string
  readonly args: readonly unknown[]
}

export type ReadReply =
  | { readonly q: number; readonly value: unknown }
  | { readonly q: number; readonly error: ReadError }

/** An error as data. `code` and `hint` are those of the catalogue, if it is one of it. */
export interface ReadError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly hint?: string
  readonly stack?: string
}

/** Where the two files lie. They need not be there yet. */
export interface ReadingPaths {
  readonly databasePath: string
  readonly telemetryPath: string
}
