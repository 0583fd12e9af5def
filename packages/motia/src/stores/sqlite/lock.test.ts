/** One process at a time, proven by a lock of the operating system; who holds it is told. */
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pid } from 'node:process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptOne } from '../../testing/conformance/store-driver.ts'
import { type BuiltStore, buildStore } from './fixtures/built-store.ts'
import { createSqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-lock-'))
let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => {
  built.dispose()
  rmSync(folder, { recursive: true })
})

it('refuses a second store on the same file, and names who has it', async () => {
  const path = join(folder, 'a/b/store.db')
  const first = createSqliteStore({ path, project: '/home/kim/shop' })
  const second = createSqliteStore({ path })
  await first.open()
  await expect(second.open()).rejects.toMatchObject({
    code: 'MOTIA_STORE_BUSY',
    message: expect.stringContaining(`(pid ${pid}, project /home/kim/shop, since 20`),
  })
  await acceptOne(first, 'a')
  await first.close()
  expect(existsSync(`${path}.owner`)).toBe(false)
  await second.open()
  await expect(first.open()).rejects.toMatchObject({ code: 'MOTIA_STORE_BUSY' })
  await second.close()
})

it('waits for the other to let go, as long as it is told to', async () => {
  const path = join(folder, 'waiting.db')
  const first = createSqliteStore({ path })
  const second = createSqliteStore({ path, lockWaitMs: 10_000 })
  await first.open()
  let isOpen = false
  const opening = second.open().then(() => {
    isOpen = true
  })
  await acceptOne(first, 'a')
  expect(isOpen).toBe(false)
  await first.close()
  await opening
  expect(await second.runs.counts()).toHaveLength(1)
  await second.close()
})

it('is held against other processes, and free the moment that one is killed', async () => {
  const path = join(folder, 'killed.db')
  const child = built.start('commit-forever', [path, '1'])
  if (!child.stdout) throw new Error('no stdout')
  await once(child.stdout, 'data')
  const store = createSqliteStore({ path })
  await expect(store.open()).rejects.toMatchObject({
    code: 'MOTIA_STORE_BUSY',
    message: expect.stringContaining(`pid ${child.pid}`),
  })
  child.kill('SIGKILL')
  await once(child, 'exit')
  await store.open()
  await store.close()
})

it('keeps stores in memory apart', async () => {
  const stores = [1, 2].map(() => createSqliteStore({ path: ':memory:' }))
  await Promise.all(stores.map((store) => store.open()))
  for (const store of stores) await acceptOne(store, 'a')
  for (const store of stores) expect((await store.runs.counts())[0]?.count).toBe(1)
  await Promise.all(stores.map((store) => store.close()))
})
