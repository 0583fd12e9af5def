/** Another process's view of the store: live, read-only, and content with a file that is not there yet. */
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { acceptOne, commit, FAILURE, NOW, running, runOne } from '../../testing/conformance/store-driver.ts'
import { createSqliteReader } from './reader.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function open(path: string): Promise<SqliteStore> {
  const store = createSqliteStore({ path })
  await store.open()
  return store
}

it('shows an empty store while there is no file, and makes none', () => {
  const path = join(folder, 'missing.db')
  const reader = createSqliteReader(path)
  expect(reader.get('r')).toBeUndefined()
  expect([reader.list({ limit: 9 }), reader.trace('t'), reader.attempts('r'), reader.counts()]).toEqual([
    [],
    [],
    [],
    [],
  ])
  expect([reader.unrouted(), reader.schedules(), reader.paused(), reader.children('r')]).toEqual([
    [],
    [],
    [],
    [],
  ])
  expect([reader.stateGroups(), reader.oldestQueued(), reader.version()]).toEqual([[], [], 0])
  expect(reader.search({ text: 'x', limit: 9 })).toEqual({ runs: [], lookedThrough: 0, isComplete: true })
  expect(existsSync(path)).toBe(false)
  reader.close()
})

it('shows what the store shows, as it changes', async () => {
  const path = join(folder, 'live.db')
  const reader = createSqliteReader(path)
  expect(reader.counts()).toEqual([])
  const store = await open(path)
  await store.schedules.put({ stepId: 'c', fingerprint: 'f', nextAt: NOW, lastAt: null })
  await store.pauses.put('c', NOW)
  const same = async () => {
    for (const run of await store.runs.list({ limit: 100 })) {
      expect(reader.get(run.runId)).toEqual(await store.runs.get(run.runId))
      expect(reader.trace(run.traceId)).toEqual(await store.runs.trace(run.traceId))
      expect(reader.attempts(run.runId)).toEqual(await store.runs.attempts(run.runId))
    }
    expect(reader.list({ stepIds: ['a'], limit: 100 })).toEqual(
      await store.runs.list({ stepIds: ['a'], limit: 100 }),
    )
    expect(reader.counts()).toEqual(await store.runs.counts())
    expect(reader.unrouted()).toEqual(await store.runs.unrouted())
    expect(reader.schedules()).toEqual(await store.schedules.list())
    expect(reader.paused()).toEqual(await store.pauses.list())
  }
  await acceptOne(store, 'a', { input: JSON.stringify('홍'.repeat(2000)) })
  await same()
  await runOne(store, 'a', FAILURE)
  await running(store, 'a')
  await commit(store, { unrouted: [{ target: 'nowhere', traceId: 't' }] })
  await same()
  await store.close()
  expect(reader.counts()).toHaveLength(2)
  reader.close()
})

it('has another version whenever the store has changed, and the same as long as it has not', async () => {
  const path = join(folder, 'version.db')
  const reader = createSqliteReader(path)
  const versions = [reader.version()]
  const store = await open(path)
  versions.push(reader.version())
  expect(reader.version()).toBe(versions.at(-1))
  await acceptOne(store, 'a')
  versions.push(reader.version())
  expect(reader.list({ limit: 1 })).toHaveLength(1)
  expect(reader.version()).toBe(versions.at(-1))
  await store.pauses.put('a', NOW)
  versions.push(reader.version())
  await store.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const other = await open(path)
  versions.push(reader.version())
  await other.close()
  expect(new Set(versions).size).toBe(5)
  reader.close()
})

it('follows when another file takes the place', async () => {
  const path = join(folder, 'replaced.db')
  const old = await open(path)
  await acceptOne(old, 'old')
  await old.close()
  const reader = createSqliteReader(path)
  expect(reader.counts()).toMatchObject([{ stepId: 'old' }])
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.old${suffix}`)
  expect(reader.counts()).toEqual([])
  const fresh = await open(path)
  await acceptOne(fresh, 'new')
  expect(reader.counts()).toMatchObject([{ stepId: 'new' }])
  await fresh.close()
  reader.close()
})

it('does not hold up the writer: its log is emptied although a reader is open', async () => {
  const path = join(folder, 'log.db')
  const store = await open(path)
  const reader = createSqliteReader(path)
  await acceptOne(store, 'a')
  for (let i = 0; i < 3; i++) expect(reader.list({ limit: 100 })).toHaveLength(1)
  await store.close()
  const again = await open(path)
  expect(await again.runs.counts()).toEqual(reader.counts())
  await again.close()
  reader.close()
})

it('names a file that is no database', () => {
  const path = join(folder, 'text.db')
  writeFileSync(path, 'this is no database, although it lies where one is looked for '.repeat(20))
  expect(() => createSqliteReader(path).counts()).toThrow(/not a database/)
})
