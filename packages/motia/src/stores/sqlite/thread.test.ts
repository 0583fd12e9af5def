/**
 * The built store, whose thread is a real one: the parts of the suite whose data has a shape of its own on the way
 * there and back, and what only a thread has. The whole suite runs in store.test.ts, behind the same channel.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeClaiming } from '../../testing/conformance/store-claim.ts'
import { describeCommits } from '../../testing/conformance/store-commit.ts'
import { acceptOne, NOW, newRun } from '../../testing/conformance/store-driver.ts'
import { type BuiltStore, buildStore } from './fixtures/built-store.ts'
import type { SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-thread-'))
let built: BuiltStore

beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => {
  built.dispose()
  rmSync(folder, { recursive: true })
})

async function open(path: string): Promise<SqliteStore> {
  const store = (await built.load()).createSqliteStore({ path })
  await store.open()
  return store
}

describe('SQLite in a thread', () => {
  let store: SqliteStore
  beforeEach(async () => {
    store = await open(':memory:')
  })
  afterEach(() => store.close())
  describeCommits(() => store)
  describeClaiming(() => store)
})

it('does not stop the event loop while it commits', async () => {
  const store = await open(':memory:')
  let turns = 0
  const turn = setInterval(() => turns++, 1)
  const accepts = Array.from({ length: 20_000 }, () => newRun('a'))
  const began = performance.now()
  await store.runs.commit({ now: NOW, accepts })
  const tookMs = performance.now() - began
  clearInterval(turn)
  expect(turns).toBeGreaterThan(tookMs / 20)
  expect(store.threadLoad()).toBeGreaterThan(0)
  await store.close()
})

it('lets the commits under way come through before it closes', async () => {
  const path = join(folder, 'closing.db')
  const store = await open(path)
  const commits = Array.from({ length: 300 }, () => acceptOne(store, 'a'))
  await store.close()
  await Promise.all(commits)
  const again = await open(path)
  expect(await again.runs.counts()).toEqual([{ stepId: 'a', status: 'queued', count: 300 }])
  await again.close()
})
