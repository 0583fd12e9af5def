/**
 * Reads a store that another process writes: the supervisor's view of runs, the Workbench's. Synchronous, never
 * writes, and shows an empty store while there is no file.
 */
import { statSync } from 'node:fs'
import type { ScheduleRecord } from '@motia/core/store'
import { type Connection, connect } from './connection.ts'
import { isMigrated } from './migrate.ts'
import { createRunReads, type RunReads } from './runs-read.ts'
import { createScheduleList } from './schedules.ts'

export interface SqliteReader extends RunReads {
  schedules(): ScheduleRecord[]
  close(): void
}

const BUSY_MS = 1000

interface Opened {
  readonly db: Connection
  /** Tells whether another file lies at the path by now. */
  readonly fileId: number
  readonly runs: RunReads
  readonly schedules: () => ScheduleRecord[]
}

/** @throws `MOTIA_STORE_VERSION` from any verb, when a newer version wrote the file */
export function createSqliteReader(path: string): SqliteReader {
  let opened: Opened | undefined

  const close = () => {
    opened?.db.close()
    opened = undefined
  }

  const current = (): Opened | undefined => {
    const fileId = statSync(path, { throwIfNoEntry: false })?.ino
    if (opened && opened.fileId !== fileId) close()
    if (!opened && fileId !== undefined) opened = open(path, fileId)
    return opened
  }

  return {
    get: (runId) => current()?.runs.get(runId),
    list: (filter) => current()?.runs.list(filter) ?? [],
    trace: (traceId) => current()?.runs.trace(traceId) ?? [],
    attempts: (runId) => current()?.runs.attempts(runId) ?? [],
    counts: () => current()?.runs.counts() ?? [],
    unrouted: () => current()?.runs.unrouted() ?? [],
    schedules: () => current()?.schedules() ?? [],
    close,
  }
}

/** `undefined` as long as the writer has not finished making the tables. */
function open(path: string, fileId: number): Opened | undefined {
  const db = connect(path, { readonly: true, busyMs: BUSY_MS })
  if (isMigrated(db, path)) {
    return { db, fileId, runs: createRunReads(db), schedules: createScheduleList(db) }
  }
  db.close()
  return undefined
}
