/** What both drivers give alike beside tuples: names of errors, rows as objects. `npm run nodes` takes it through both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { connect } from './connect.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-codes-'))
afterAll(() => rmSync(folder, { recursive: true }))

function codeOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return (error as { code?: unknown }).code
  }
  return 'nothing was thrown'
}

describe('an error of SQLite', () => {
  it('has the name of what it is about as its code', () => {
    const path = join(folder, 'a.db')
    const [db, other] = [connect(path, { busyMs: 0 }), connect(path, { busyMs: 0 })]
    db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)')
    expect(codeOf(() => db.prepare('INSERT INTO t VALUES (?)').run([1]))).toMatch(/^SQLITE_CONSTRAINT/)
    expect(codeOf(() => db.exec('no SQL'))).toBe('SQLITE_ERROR')
    db.exec('BEGIN IMMEDIATE')
    expect(codeOf(() => other.exec('BEGIN IMMEDIATE'))).toBe('SQLITE_BUSY')
    db.exec('COMMIT')
    other.exec('BEGIN IMMEDIATE; COMMIT')
    db.close()
    other.close()
  })

  it('tells a file that is no database', () => {
    const path = join(folder, 'text.db')
    writeFileSync(path, 'this is no database, '.repeat(100))
    const db = connect(path, { busyMs: 0 })
    expect(codeOf(() => db.prepare('SELECT * FROM t').all([]))).toMatch(/^SQLITE_NOTADB/)
    db.close()
  })
})

it('gives rows as objects where they are asked for', () => {
  const db = connect(':memory:', { busyMs: 0 })
  db.exec("CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, '가'), (2, NULL)")
  const rows = db.prepareObjects<{ a: number; b: string | null }>(
    'SELECT a, b FROM t WHERE a >= ? ORDER BY a',
  )
  expect(rows.all([1]).map((row) => ({ ...row }))).toEqual([
    { a: 1, b: '가' },
    { a: 2, b: null },
  ])
  expect(rows.get([2])).toMatchObject({ a: 2, b: null }) // libsql adds how long it took
  expect(rows.get([3])).toBeUndefined()
  db.close()
})

it('does not say on the terminal that SQLite is experimental', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  connect(':memory:', { busyMs: 0 }).close()
  await new Promise(setImmediate)
  process.off('warning', note)
  expect(warnings).toEqual([])
})
