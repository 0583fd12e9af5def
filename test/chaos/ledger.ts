/** What the store holds after a chaos run, read straight from its file: the judge asks nobody who took part. */
import Database from 'libsql'
import { toStatus } from '../../packages/motia/src/stores/sqlite/codes.ts'

export interface Ledger {
  /** How many runs of a step have each status. */
  statuses(stepId: string): Readonly<Record<string, number>>
  running(): number
  /** Runs that have not ended, by step and status. */
  unfinished(): readonly string[]
  /** Attempts used by each run of a step, the distinct figures. */
  attemptsUsed(stepId: string): readonly number[]
  /** Items of a state group. */
  items(group: string): number
  value(group: string, key: string): number
  /** Sum of a group's values. */
  sum(group: string): number
  close(): void
}

export function openLedger(path: string): Ledger {
  const db = new Database(path, { readonly: true })
  const rows = (sql: string, ...args: unknown[]) => db.prepare(sql).all(...args) as Record<string, number>[]
  const number = (sql: string, ...args: unknown[]) =>
    Number(Object.values(rows(sql, ...args)[0] ?? {})[0] ?? 0)
  return {
    statuses(stepId) {
      const counts = rows(
        `SELECT r.status, count(*) AS count FROM runs r JOIN steps s ON s.id = r.step
         WHERE s.name = ? GROUP BY r.status`,
        stepId,
      )
      return Object.fromEntries(
        counts.map(({ status, count }) => [toStatus(status as number), count as number]),
      )
    },
    running: () => number('SELECT count(*) FROM runs WHERE status = 1'),
    unfinished: () =>
      rows(
        `SELECT s.name, r.status, r.isolated, count(*) AS count FROM runs r JOIN steps s ON s.id = r.step
         WHERE r.status BETWEEN 1 AND 4 GROUP BY 1, 2, 3`,
      ).map(({ name, status, isolated, count }) => {
        const how = isolated ? ', isolated' : ''
        return `${count} runs of ${name} ${toStatus(status as number)}${how}`
      }),
    attemptsUsed: (stepId) =>
      rows(
        'SELECT DISTINCT r.attempts AS used FROM runs r JOIN steps s ON s.id = r.step WHERE s.name = ?',
        stepId,
      ).map(({ used }) => used as number),
    items: (group) => number('SELECT count(*) FROM state WHERE grp = ?', group),
    value: (group, key) => number('SELECT value FROM state WHERE grp = ? AND key = ?', group, key),
    sum: (group) => number('SELECT sum(CAST(value AS INTEGER)) FROM state WHERE grp = ?', group),
    close: () => db.close(),
  }
}
