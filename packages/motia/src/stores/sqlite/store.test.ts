/** The conformance suite on SQLite: in memory and on file. thread.test.ts runs it on a thread of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@motia/core/store'
import { afterAll } from 'vitest'
import { describeStore } from '../../testing/conformance/store.ts'
import { createSqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

const paths = new Map<Store, string>()
let made = 0

async function open(path: string): Promise<Store> {
  const store = createSqliteStore({ path })
  paths.set(store, path)
  await store.open()
  return store
}

describeStore('SQLite in memory', { create: () => open(':memory:') })

describeStore('SQLite on file', {
  create: () => open(join(folder, `${++made}.db`)),
  async reopen(store) {
    await store.close()
    return open(paths.get(store) ?? '')
  },
})
