/** The driver's traps stay within connection.ts: each of these fails on bare libsql, or guards what it leaves. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-connection-'))
afterAll(() => rmSync(folder, { recursive: true }))

function openTable(): Connection {
  const db = connect(':memory:', { busyMs: 0 })
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER); INSERT INTO t VALUES (1, 1), (2, 2), (3, 2)')
  return db
}

describe('a prepared statement', () => {
  it('gives the rows of its own parameters, whatever verb was used before', () => {
    const statement = openTable().prepare<[number]>('SELECT a FROM t WHERE b = ? ORDER BY a')
    expect(statement.all([2])).toEqual([[2], [3]])
    expect(statement.get([9])).toBeUndefined()
    expect(statement.get([1])).toEqual([1])
    expect(statement.all([2])).toEqual([[2], [3]])
    expect(statement.get([2])).toEqual([2])
  })

  it('changes what its own parameters say, whatever verb was used before', () => {
    const db = openTable()
    const statement = db.prepare<[number]>('UPDATE t SET b = b + 10 WHERE a = ? RETURNING b')
    expect(statement.all([1])).toEqual([[11]])
    expect(statement.get([2])).toEqual([12])
    expect(statement.all([9])).toEqual([])
    expect(statement.get([9])).toBeUndefined()
    expect(db.prepare('SELECT b FROM t ORDER BY a').all([])).toEqual([[11], [12], [2]])
  })

  it('works again after it has failed', () => {
    const db = openTable()
    const returning = db.prepare<[number]>('INSERT INTO t VALUES (?, 0) RETURNING a')
    const plain = db.prepare('INSERT INTO t VALUES (?, 0)')
    for (const verb of [returning.get, returning.all, plain.run]) {
      expect(() => verb([1])).toThrow(/UNIQUE/)
      expect(() => verb([1])).toThrow(/UNIQUE/)
    }
    expect(returning.get([7])).toEqual([7])
    expect(plain.run([8])).toBe(1)
    expect(returning.all([9])).toEqual([[9]])
  })

  it('leaves nothing open that a commit would trip over', () => {
    const db = openTable()
    const update = db.prepare<[number]>('UPDATE t SET b = b + 1 WHERE a >= ? RETURNING a')
    const plain = db.prepare('UPDATE t SET b = b + 1 WHERE a >= ?')
    for (const verb of [update.get, update.all, plain.run]) {
      db.exec('BEGIN')
      verb([1])
      expect(db.inTransaction()).toBe(true)
      db.exec('COMMIT')
    }
    expect(db.inTransaction()).toBe(false)
  })

  it('refuses to be run without reading the rows that it returns', () => {
    const statement = openTable().prepare('UPDATE t SET b = 0 WHERE a = ? RETURNING a')
    expect(() => statement.run([1])).toThrow(/without reading them/)
  })

  it('gives hundreds of rows', () => {
    const db = openTable()
    const numbers = db.prepare<[number]>('SELECT value FROM json_each(?)')
    for (const length of [99, 100, 101, 500]) {
      const expected = Array.from({ length }, (_, index) => [index])
      expect(numbers.all([JSON.stringify(expected.flat())])).toEqual(expected)
    }
  })
})

describe('a read-only connection', () => {
  it('reads what another connection wrote, and writes nothing', () => {
    const path = join(folder, 'a b?c#d.db')
    const writer = connect(path, { busyMs: 0 })
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    const reader = connect(path, { readonly: true, busyMs: 0 })
    const count = reader.prepare<[number]>('SELECT count(*) FROM t')
    expect(count.get([])).toEqual([1])
    writer.exec('INSERT INTO t VALUES (2)')
    expect(count.get([])).toEqual([2])
    expect(() => reader.exec('INSERT INTO t VALUES (3)')).toThrow(/readonly/)
  })

  it('makes no file', () => {
    const path = join(folder, 'missing.db')
    expect(() => connect(path, { readonly: true, busyMs: 0 })).toThrow()
    expect(existsSync(path)).toBe(false)
  })
})
