/** Schemas: made once, found again, refused when newer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { connect } from '../../sqlite/connect.ts'
import { isMigrated, migrate } from './migrate.ts'
import { createSqliteReader } from './reader.ts'
import { createSqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-migrate-'))
afterAll(() => rmSync(folder, { recursive: true }))

function toNewer(path: string): void {
  const db = connect(path, { busyMs: 0 })
  db.exec("INSERT INTO migrations VALUES (9999, '9999_future.sql', 0)")
  db.close()
}

it('applies each migration once, in order, and notes when', () => {
  const db = connect(join(folder, 'twice.db'), { busyMs: 0 })
  migrate(db, 'twice.db', 7)
  migrate(db, 'twice.db', 8)
  const versions = db.prepare<[number, number]>('SELECT version, applied_at FROM migrations ORDER BY version')
  expect(versions.all([])[0]).toEqual([1, 7])
  expect(versions.all([]).every(([version, at], index) => version === index + 1 && at === 7)).toBe(true)
  expect(isMigrated(db, 'twice.db')).toBe(true)
})

it('refuses a store that a newer version wrote, to write and to read, and lets go of its lock', async () => {
  const path = join(folder, 'newer.db')
  const store = createSqliteStore({ path })
  await store.open()
  await store.close()
  toNewer(path)
  const refusal = { code: 'MOTIA_STORE_VERSION', message: expect.stringContaining('schema 9999') }
  await expect(store.open()).rejects.toMatchObject(refusal)
  await expect(store.open()).rejects.toMatchObject(refusal)
  expect(() => createSqliteReader(path).counts()).toThrow(expect.objectContaining(refusal))
})

it('tells a file of something else from a store', async () => {
  const path = join(folder, 'other.db')
  const db = connect(path, { busyMs: 0 })
  db.exec('CREATE TABLE users (name TEXT)')
  expect(isMigrated(db, path)).toBe(false)
  db.close()
})
