/** Opens a database for writing and puts the verbs together. Used in the thread, by loop.ts. */

import { connect } from '../../sqlite/connect.ts'
import type { Connection } from '../../sqlite/connection.ts'
import { createAnswers } from './answers.ts'
import { migrate } from './migrate.ts'
import { createPauseList, createPauses } from './pauses.ts'
import { type After, createAfter } from './runs-after.ts'
import { createCancel } from './runs-cancel.ts'
import { createClaim } from './runs-claim.ts'
import { createCommit } from './runs-commit.ts'
import { createEndTogether, type EndTogether } from './runs-end-together.ts'
import { createPromote } from './runs-promote.ts'
import { createPrune } from './runs-prune.ts'
import { createRunReads } from './runs-read.ts'
import { createRedrive } from './runs-redrive.ts'
import { createRecover, createRelease } from './runs-release.ts'
import { createScheduleList, createSchedules } from './schedules.ts'
import { createStateReads } from './state.ts'
import { createStateWriter } from './state-write.ts'
import { createTables, type Tables } from './tables.ts'
import type { Verbs } from './verbs.ts'

export const MEMORY = ':memory:'

/**
 * FULL: a commit is on disk when it returns. The log grows to 16 MB before it is copied into the database: later,
 * and a commit would wait too long for that; sooner, and pages that change often would be copied too often.
 */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = OFF;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;`

const BUSY_MS = 5000

export interface Database {
  readonly verbs: Verbs
  readonly endTogether: EndTogether
  readonly tables: Tables
  close(): void
}

/** Makes the file if it is missing. @throws `MOTIA_STORE_VERSION` */
export function openDatabase(path: string): Database {
  const db = connect(path, { busyMs: BUSY_MS })
  try {
    db.exec(PRAGMAS)
    migrate(db, path, Date.now())
    const tables = createTables(db)
    const after = createAfter(tables)
    return {
      verbs: createVerbs(tables, after),
      endTogether: createEndTogether(tables, after),
      tables,
      close: () => close(db),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

function createVerbs(tables: Tables, after: After): Verbs {
  const { db } = tables
  const schedules = createSchedules(db)
  const pauses = createPauses(db)
  const state = createStateReads(db)
  const answers = createAnswers(db)
  const commit = createCommit(tables, { after, state: createStateWriter(tables), schedules, answers })
  return {
    commit,
    end: (runId, ref, epoch, startedAt, now, result) =>
      commit({ now, attempt: { runId, ref, epoch, startedAt, end: { status: 'succeeded', result } } }),
    claim: createClaim(tables),
    release: createRelease(tables, after),
    promote: createPromote(tables, after),
    recover: createRecover(tables),
    cancel: createCancel(tables, after),
    redrive: createRedrive(tables, after),
    prune: createPrune(tables, answers),
    putSchedule: schedules.put,
    removeSchedule: schedules.remove,
    putPause: pauses.put,
    removePause: pauses.remove,
    ...createRunReads(db),
    getState: state.get,
    listState: state.list,
    listSchedules: createScheduleList(db),
    listPauses: createPauseList(db),
    findAnswer: answers.find,
  }
}

/** libsql lets go of the file only when its statements are collected, so the log is emptied by hand. */
function close(db: Connection): void {
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // a full disk, say: the log stays, and is found by whoever opens the store next
  }
  db.close()
}
