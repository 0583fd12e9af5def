/** Attempts that did not end their run with success, kept for those who look for the reason. */
import type { AttemptRecord } from '@motia/core/store'
import type { Connection } from '../../sqlite/connection.ts'

export interface FailedAttempt {
  /** The run's `seq`. */
  readonly run: number
  readonly attempt: number
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: AttemptRecord['outcome']
  /** JSON of a `Failure`. */
  readonly failure: string
}

export interface AttemptLog {
  add(attempt: FailedAttempt): void
}

export function createAttemptLog(db: Connection): AttemptLog {
  const insert = db.prepare(`INSERT INTO attempts (run, attempt, started_at, finished_at, outcome, failure)
    VALUES (?, ?, ?, ?, ?, ?)`)
  return {
    add: ({ run, attempt, startedAt, finishedAt, outcome, failure }) =>
      void insert.run([run, attempt, startedAt, finishedAt, outcome, failure]),
  }
}
