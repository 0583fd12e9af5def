/** State to look through: groups, pages of items, and a text in them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { set, write } from '../../testing/conformance/store-driver.ts'
import { createSqliteReader, type SqliteReader } from './reader.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-state-'))
const MANY = 1200
let store: SqliteStore
let reader: SqliteReader

beforeAll(async () => {
  const path = join(folder, 'state.db')
  store = createSqliteStore({ path })
  await store.open()
  reader = createSqliteReader(path)
  await write(
    store,
    set('orders', 'o1', { to: '홍길동' }),
    set('orders', 'o2', 'say "hi" 100%'),
    set('orders', 'o3', 'x'.repeat(20_000)),
    set('order', 'other', 1),
    ...Array.from({ length: MANY }, (_, n) => set('many', `k${String(n).padStart(5, '0')}`, n)),
  )
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  reader.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

const keys = (text: string, group = 'orders') =>
  reader.stateItems({ group, text, limit: 10 }).items.map(({ key }) => key)

it('lists groups with how many keys they have, whole names apart', () => {
  expect(reader.stateGroups()).toEqual([
    { group: 'many', keys: MANY },
    { group: 'order', keys: 1 },
    { group: 'orders', keys: 3 },
  ])
})

it('lists items by key with version and size, and leaves long values out', () => {
  const { items, after } = reader.stateItems({ group: 'orders', limit: 10 })
  expect(items).toEqual([
    { key: 'o1', version: expect.any(Number), bytes: 18, value: '{"to":"홍길동"}' },
    { key: 'o2', version: expect.any(Number), bytes: 17, value: '"say \\"hi\\" 100%"' },
    { key: 'o3', version: expect.any(Number), bytes: 20_002 },
  ])
  expect(after).toBeUndefined()
  expect(reader.stateItems({ group: 'unheard-of', limit: 10 })).toEqual({ items: [] })
})

it('gives one item whole, with its version', async () => {
  expect(reader.stateItem('orders', 'o3')).toEqual(await store.state.get('orders', 'o3'))
  expect(reader.stateItem('orders', 'o9')).toEqual({ version: 0 })
})

it('looks for a text in keys and values, case and SQL aside', () => {
  expect(keys('홍길')).toEqual(['o1'])
  expect(keys('O2')).toEqual(['o2'])
  expect(keys('say "HI"')).toEqual(['o2'])
  expect(keys('0%')).toEqual(['o2'])
  expect(keys('x_x')).toEqual([])
  expect(keys('xxx')).toEqual(['o3'])
  expect(keys('')).toEqual(['o1', 'o2', 'o3'])
})

it('gives pages that go on where they ended, with and without a text', () => {
  for (const text of [undefined, 'k']) {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = reader.stateItems({
        group: 'many',
        limit: 500,
        ...(text !== undefined && { text }),
        ...(after !== undefined && { after }),
      })
      seen.push(...page.items.map(({ key }) => key))
      after = page.after
    } while (after !== undefined)
    expect(new Set(seen).size).toBe(MANY)
    expect(seen).toHaveLength(MANY)
  }
})

it('ends a page early when its time is up, and goes on from there', () => {
  let clock = 0
  const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 200))
  const first = reader.stateItems({ group: 'many', text: 'k01199', limit: 5 })
  expect(first).toEqual({ items: [], after: 'k00999' })
  now.mockRestore()
  const next = reader.stateItems({ group: 'many', text: 'k01199', limit: 5, after: first.after ?? '' })
  expect(next.items.map(({ key }) => key)).toEqual(['k01199'])
})
