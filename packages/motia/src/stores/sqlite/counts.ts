/**
 * How many runs each step has in each status: exact, because every verb that changes a status tells it here, and the
 * sums are written in the same transaction. Answers without counting rows.
 */

import type { Connection } from '../../sqlite/connection.ts'
import { CODE, type StatusCode } from './codes.ts'

const WIDTH = Object.keys(CODE).length

export interface Counts {
  add(step: number, status: StatusCode, by: number): void
  move(step: number, from: StatusCode, to: StatusCode): void
  of(step: number, status: StatusCode): number
  /** Over all steps. */
  total(status: StatusCode): number
  stepsWith(status: StatusCode): number[]
  /** Writes what has changed into the transaction that is open. */
  flush(): void
  /** A place to go back to. */
  mark(): number
  /** Takes back what happened since the mark; `0` for the whole transaction. */
  revert(mark: number): void
  /** The transaction is durable. */
  settle(): void
}

/** Reads the sums once. */
export function createCounts(db: Connection): Counts {
  const upsert = db.prepare(`INSERT INTO counts (step, status, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = excluded.count`)
  const sums: number[] = []
  const totals: number[] = new Array(WIDTH).fill(0)
  /** Cell and change, in turn: what the open transaction did. */
  const log: number[] = []
  const apply = (cell: number, by: number) => {
    while (sums.length <= cell) sums.push(0)
    sums[cell] = (sums[cell] ?? 0) + by
    totals[cell % WIDTH] = (totals[cell % WIDTH] ?? 0) + by
  }
  const add: Counts['add'] = (step, status, by) => {
    const cell = step * WIDTH + status
    apply(cell, by)
    log.push(cell, by)
  }
  for (const [step, status, count] of db
    .prepare<[number, number, number]>('SELECT step, status, count FROM counts')
    .all([])) {
    apply(step * WIDTH + status, count)
  }
  return {
    add,
    move(step, from, to) {
      add(step, from, -1)
      add(step, to, 1)
    },
    of: (step, status) => sums[step * WIDTH + status] ?? 0,
    total: (status) => totals[status] ?? 0,
    stepsWith: (status) =>
      sums.flatMap((count, cell) => (cell % WIDTH === status && count > 0 ? [Math.floor(cell / WIDTH)] : [])),
    flush() {
      const cells = new Set(log.filter((_, index) => index % 2 === 0))
      for (const cell of cells) upsert.run([Math.floor(cell / WIDTH), cell % WIDTH, sums[cell] ?? 0])
    },
    mark: () => log.length,
    revert(mark) {
      for (let at = mark; at < log.length; at += 2) apply(log[at] ?? 0, -(log[at + 1] ?? 0))
      log.length = mark
    },
    settle: () => {
      log.length = 0
    },
  }
}
