/**
 * Versions of state items: they rise with every write and never repeat, not after deletes, crashes and reopening
 * either. A durable floor is raised in blocks, ahead of use, in the transaction that uses the first of a block.
 */
import type { Connection } from '../../sqlite/connection.ts'

const BLOCK = 10_000

export interface Versions {
  next(): number
  /** The transaction is durable, and with it the floor. */
  settle(): void
  /** It is not. */
  revert(): void
}

export function createVersions(db: Connection): Versions {
  const raise = db.prepare(`INSERT INTO figures (name, value) VALUES ('state_version', ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`)
  const select = db.prepare<[number]>("SELECT value FROM figures WHERE name = 'state_version'")
  let durableFloor = select.get([])?.[0] ?? 0
  let floor = durableFloor
  let last = durableFloor
  return {
    next() {
      last++
      if (last > floor) {
        floor = last + BLOCK
        raise.run([floor])
      }
      return last
    },
    settle: () => {
      durableFloor = floor
    },
    revert: () => {
      floor = durableFloor
    },
  }
}
