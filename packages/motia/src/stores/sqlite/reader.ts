/**
 * Reads a store that another process writes: the supervisor's view of runs, the Workbench's. Synchronous, never
 * writes, and shows an empty store while there is no file.
 */
import { statSync } from 'node:fs'
import type { RunSummary, StoredValue } from '@motia/core/store'
import type {
  FoundRuns,
  OldestQueued,
  RunSearch,
  SeenEdges,
  StateFilter,
  StateGroup,
  StatePage,
} from '@motia/core/store-reader'
import type { ScheduleRecord } from '@motia/core/store-schedules'
import { connect } from '../../sqlite/connect.ts'
import type { Connection } from '../../sqlite/connection.ts'
import { createDescent } from './descent.ts'
import { isMigrated } from './migrate.ts'
import { createPauseList } from './pauses.ts'
import { createOldestQueued } from './queues.ts'
import { createRunFilters } from './runs-filter.ts'
import { createRunReads, type RunReads } from './runs-read.ts'
import { createSearch } from './runs-search.ts'
import { createScheduleList } from './schedules.ts'
import { createStateReads } from './state.ts'
import { createStateBrowse } from './state-browse.ts'

export interface SqliteReader extends Omit<RunReads, 'summaries'> {
  schedules(): ScheduleRecord[]
  search(search: RunSearch): FoundRuns
  children(runId: string): RunSummary[]
  edges(limit: number): SeenEdges
  oldestQueued(): OldestQueued[]
  paused(): string[]
  stateGroups(): StateGroup[]
  stateItems(filter: StateFilter): StatePage
  stateItem(group: string, key: string): StoredValue
  version(): number
  close(): void
}

const BUSY_MS = 1000
/** Versions of one file stay below: those of the next are others. */
const FILE_VERSIONS = 2 ** 32

interface Opened {
  readonly db: Connection
  /** Tells whether another file lies at the path by now. */
  readonly fileId: number
  readonly reads: Omit<SqliteReader, 'close'>
}

/** @throws `MOTIA_STORE_VERSION` from any verb, when a newer version wrote the file */
export function createSqliteReader(path: string): SqliteReader {
  let opened: Opened | undefined
  let files = 0

  const close = () => {
    opened?.db.close()
    opened = undefined
  }

  const current = (): Opened['reads'] | undefined => {
    const fileId = statSync(path, { throwIfNoEntry: false })?.ino
    if (opened && opened.fileId !== fileId) close()
    if (!opened && fileId !== undefined) {
      opened = open(path, fileId)
      if (opened) files++
    }
    return opened?.reads
  }

  return {
    get: (runId) => current()?.get(runId),
    list: (filter) => current()?.list(filter) ?? [],
    trace: (traceId) => current()?.trace(traceId) ?? [],
    attempts: (runId) => current()?.attempts(runId) ?? [],
    counts: () => current()?.counts() ?? [],
    unrouted: () => current()?.unrouted() ?? [],
    schedules: () => current()?.schedules() ?? [],
    search: (search) => current()?.search(search) ?? { runs: [], lookedThrough: 0, isComplete: true },
    children: (runId) => current()?.children(runId) ?? [],
    edges: (limit) => current()?.edges(limit) ?? { edges: [], lookedAt: 0 },
    oldestQueued: () => current()?.oldestQueued() ?? [],
    paused: () => current()?.paused() ?? [],
    stateGroups: () => current()?.stateGroups() ?? [],
    stateItems: (filter) => current()?.stateItems(filter) ?? { items: [] },
    stateItem: (group, key) => current()?.stateItem(group, key) ?? { version: 0 },
    version: () => (current()?.version() ?? 0) + files * FILE_VERSIONS,
    close,
  }
}

/** `undefined` as long as the writer has not finished making the tables. */
function open(path: string, fileId: number): Opened | undefined {
  const db = connect(path, { readonly: true, busyMs: BUSY_MS })
  if (isMigrated(db, path)) return { db, fileId, reads: createReads(db) }
  db.close()
  return undefined
}

function createReads(db: Connection): Opened['reads'] {
  const filters = createRunFilters(db)
  const runs = createRunReads(db, filters)
  const browse = createStateBrowse(db)
  const dataVersion = db.prepare<[number]>('PRAGMA data_version')
  return {
    ...runs,
    ...createDescent(db, runs),
    search: createSearch(db, filters, runs),
    schedules: createScheduleList(db),
    oldestQueued: createOldestQueued(db),
    paused: createPauseList(db),
    stateGroups: browse.groups,
    stateItems: browse.items,
    stateItem: createStateReads(db).get,
    version: () => dataVersion.get([])?.[0] ?? 0,
  }
}
