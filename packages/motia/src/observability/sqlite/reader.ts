/**
 * Reads the telemetry file, from the supervisor or any other process of the same user. Opens it when it is there, and
 * again when it was replaced; the queries are in the files beside this one.
 */
import { statSync } from 'node:fs'
import type { TelemetryReader } from '../records.ts'
import { type Connection, connectReader, isUnusable } from './connection.ts'
import { readErrors, readFailures } from './read-errors.ts'
import { readEvents } from './read-events.ts'
import { nothingCounted, readFigures, readRequestCounts } from './read-figures.ts'
import { readLogs, readRunIdsOfLogs } from './read-logs.ts'
import { readMetrics } from './read-metrics.ts'
import { readRunSpans, readSlowest, readSpans, readTraceSpans, readVersions } from './read-spans.ts'

export function openTelemetryReader(path: string): TelemetryReader {
  let db: Connection | undefined
  let fileId: number | undefined
  let isClosed = false

  function shut(): void {
    db?.close()
    db = undefined
  }

  /** The connection to the file that is there now. */
  function connect(): Connection | undefined {
    const found = statSync(path, { throwIfNoEntry: false })?.ino
    if (found !== fileId) shut()
    fileId = found
    if (found !== undefined && !isClosed) db ??= connectReader(path)
    return db
  }

  async function read<T>(nothing: T, query: (db: Connection) => T): Promise<T> {
    try {
      const current = connect()
      return current ? query(current) : nothing
    } catch (error) {
      shut()
      // Not begun yet, or damaged: whoever writes it will notice and begin anew.
      if (isUnusable(error)) return nothing
      throw error
    }
  }

  return {
    trace: (traceId) => read([], (db) => readTraceSpans(db, traceId)),
    run: (runId) => read([], (db) => readRunSpans(db, runId)),
    spans: (filter) => read([], (db) => readSpans(db, filter)),
    slowest: (filter) => read([], (db) => readSlowest(db, filter)),
    logs: (filter) => read({ lines: [] }, (db) => readLogs(db, filter)),
    runIdsOfLogs: (text, limit) => read([], (db) => readRunIdsOfLogs(db, text, limit)),
    events: (filter) => read([], (db) => readEvents(db, filter)),
    metrics: () => read([], (db) => readMetrics(db)),
    figures: (filter) => read(nothingCounted(filter), (db) => readFigures(db, filter)),
    requestCounts: (filter) => read({ kept: 0, of: 0 }, (db) => readRequestCounts(db, filter, Date.now())),
    errors: (filter) => read([], (db) => readErrors(db, filter)),
    failures: (filter) => read([], (db) => readFailures(db, filter)),
    versions: () => read({ spans: 0, logs: 0 }, readVersions),
    close() {
      isClosed = true
      shut()
    },
  }
}
