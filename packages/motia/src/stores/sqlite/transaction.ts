/** One transaction of the thread, and what is kept in memory beside it: both come through, or both go back. */
import { crashPoint } from './crash-point.ts'
import type { Tables } from './tables.ts'

export interface Transactions {
  /** Durable when it returns; undone when `work` throws. */
  transact<T>(work: () => T): T
  /** Part of the open transaction: alone undone when `work` throws. */
  attempt<T>(work: () => T): T
  /** False after an error that ended the transaction as a whole: a full disk does. */
  isOpen(): boolean
}

export function createTransactions({ db, counts, versions, steps }: Tables): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')

  const forget = (mark: number) => {
    counts.revert(mark)
    versions.revert()
    steps.reload()
  }

  return {
    transact(work) {
      crashPoint('before-commit')
      begin.run([])
      try {
        const result = work()
        counts.flush()
        crashPoint('inside-commit')
        commit.run([])
        counts.settle()
        versions.settle()
        crashPoint('after-commit')
        return result
      } catch (error) {
        if (db.inTransaction()) db.exec('ROLLBACK')
        forget(0)
        throw error
      }
    },
    attempt(work) {
      const mark = counts.mark()
      db.exec('SAVEPOINT attempt')
      try {
        const result = work()
        db.exec('RELEASE attempt')
        return result
      } catch (error) {
        if (db.inTransaction()) {
          db.exec('ROLLBACK TO attempt; RELEASE attempt')
          forget(mark)
        }
        throw error
      }
    },
    isOpen: () => db.inTransaction(),
  }
}
