/**
 * The durable store's file, read from outside while the app writes it, and filled before there is an app: with the
 * store's own code, so that the rows are those that an app would have accepted.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createIdSource } from '@motia/core/id'
import type * as sqliteFile from '../../packages/motia/src/sqlite/connect.ts'
import type { Row } from '../../packages/motia/src/sqlite/connection.ts'
import type * as sqlite from '../../packages/motia/src/stores/sqlite/store.ts'
import type { Project } from './project.ts'

const BUILT = new URL('../../packages/motia/dist/', import.meta.url)
const { connect }: typeof sqliteFile = await import(new URL('sqlite/connect.js', BUILT).href)
const { createSqliteStore }: typeof sqlite = await import(new URL('stores/sqlite/store.js', BUILT).href)

/** The status codes of rows. */
const SUCCEEDED = 0
export const QUEUED = 2
const RUNS_PER_COMMIT = 500
const COMMITS_IN_FLIGHT = 4
const POLL_MS = 250
const BUSY_MS = 5000

export interface Filling {
  readonly stepId: string
  readonly runs: number
}

/** No app may have it open. */
export async function openStore(project: Project): Promise<sqlite.SqliteStore> {
  const store = createSqliteStore({
    path: project.store,
    lockWaitMs: 0,
    onFatal: (error) => {
      throw error
    },
  })
  await store.open()
  return store
}

/** Accepts runs, each of a trace of its own; resolves to how many a second. No app may have the store open. */
export async function fillStore(project: Project, { stepId, runs }: Filling): Promise<number> {
  const store = await openStore(project)
  const newId = createIdSource(Date.now, (digits) => randomBytes(8).toString('hex').slice(0, digits))
  const beganAt = performance.now()
  let left = runs
  const commitSome = async () => {
    while (left > 0) {
      const count = Math.min(left, RUNS_PER_COMMIT)
      left -= count
      const accepts = Array.from({ length: count }, (_, index) => {
        const traceId = newId()
        const input = JSON.stringify({ n: left + index })
        return { runId: newId(), stepId, traceId, triggerId: newId(), cause: 'trigger', input }
      })
      await store.runs.commit({ now: Date.now(), accepts })
    }
  }
  await Promise.all(Array.from({ length: COMMITS_IN_FLIGHT }, commitSome))
  const seconds = (performance.now() - beganAt) / 1000
  await store.close()
  return runs / seconds
}

/** Reads rows as tuples. */
export function query<R extends Row>(path: string, sql: string): R[] {
  const db = connect(path, { readonly: true, busyMs: BUSY_MS })
  try {
    return db.prepare<R>(sql).all([])
  } finally {
    db.close()
  }
}

/** Runs of a step that have a status, by the sums that the store keeps. */
export function countRuns(project: Project, stepId: string, status: number): number {
  const sql = `SELECT count FROM counts WHERE status = ${status} AND step = ${stepSql(stepId)}`
  return query<[number]>(project.store, sql)[0]?.[0] ?? 0
}

/** Waits until this many runs of a step have succeeded. */
export async function untilSucceeded(project: Project, stepId: string, runs: number): Promise<void> {
  while (countRuns(project, stepId, SUCCEEDED) < runs) await delay(POLL_MS)
}

/** SQL for the number that rows have instead of a step's id. */
export function stepSql(stepId: string): string {
  return `(SELECT id FROM steps WHERE name = '${stepId}')`
}

/** When runs of a step ended, and how many rows there are. Times in milliseconds since the epoch. */
export interface History {
  readonly succeeded: number
  readonly rows: number
  readonly firstStartedAt: number
  readonly lastFinishedAt: number
  /** Runs that finished in the first and last ten seconds of that time. */
  readonly early: number
  readonly late: number
}

const TEN_SECONDS_MS = 10_000

/** Counts rows, whatever the sums say. */
export function readHistory(project: Project, stepId: string): History {
  const [[rows, succeeded, first, last]] = query<[number, number, number, number]>(
    project.store,
    `SELECT count(*), count(CASE WHEN status = ${SUCCEEDED} THEN 1 END), min(started_at), max(finished_at)
     FROM runs WHERE step = ${stepSql(stepId)}`,
  ) as [[number, number, number, number]]
  const [[early, late]] = query<[number, number]>(
    project.store,
    `SELECT count(CASE WHEN finished_at < ${first + TEN_SECONDS_MS} THEN 1 END),
       count(CASE WHEN finished_at > ${last - TEN_SECONDS_MS} THEN 1 END)
     FROM runs WHERE step = ${stepSql(stepId)}`,
  ) as [[number, number]]
  return { rows, succeeded, firstStartedAt: first, lastFinishedAt: last, early, late }
}
