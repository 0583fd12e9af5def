/** What the verbs of a store are made on: its connection, and what is kept in memory because one thread writes it. */

import type { Connection } from '../../sqlite/connection.ts'
import { CODE } from './codes.ts'
import { type Counts, createCounts } from './counts.ts'
import { createPayloads, type Payloads } from './payloads.ts'
import { createSteps, type Steps } from './steps.ts'
import { createVersions, type Versions } from './versions.ts'

export interface Tables {
  readonly db: Connection
  readonly steps: Steps
  readonly counts: Counts
  readonly payloads: Payloads
  readonly versions: Versions
  /** The place of the next run in the order of acceptance. Rolling back leaves a gap. */
  nextSeq(): number
  /** The latest time that any verb was given: all that the store knows of the present. */
  latestNow(): number
  sawNow(now: number): void
  /** When the first scheduled run is due. */
  nextDueAt(): number | undefined
}

export function createTables(db: Connection): Tables {
  const due = db.prepare<[number]>(
    `SELECT due_at FROM runs WHERE status = ${CODE.scheduled} ORDER BY due_at LIMIT 1`,
  )
  let seq = db.prepare<[number]>('SELECT coalesce(max(seq), 0) FROM runs').get([])?.[0] ?? 0
  let latest = 0
  return {
    db,
    steps: createSteps(db),
    counts: createCounts(db),
    payloads: createPayloads(db),
    versions: createVersions(db),
    nextSeq: () => ++seq,
    latestNow: () => latest,
    sawNow: (now) => {
      latest = Math.max(latest, now)
    },
    nextDueAt: () => due.get([])?.[0],
  }
}
