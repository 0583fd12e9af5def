/** The conformance suite on the built store, whose thread is a real one; and what only a thread has. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@motia/core/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeStore } from '../../testing/conformance/store.ts'
import { acceptOne, NOW, newRun } from '../../testing/conformance/store-driver.ts'
import { type BuiltStore, buildStore } from './fixtures/built-store.ts'
import type { SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-thread-'))
const paths = new Map<Store, string>()
let built: BuiltStore
let made = 0

beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => {
  built.dispose()
  rmSync(folder, { recursive: true })
})

async function open(path: string): Promise<SqliteStore> {
  const store = (await built.load()).createSqliteStore({ path })
  paths.set(store, path)
  await store.open()
  return store
}

describeStore('SQLite on file, in a thread', {
  create: () => open(join(folder, `${++made}.db`)),
  async reopen(store) {
    await store.close()
    return open(paths.get(store) ?? '')
  },
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
