/** Looking for a text in runs: where it is looked for, and how a page ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { accept, commit, newRun, runOne } from '../../testing/conformance/store-driver.ts'
import { createSqliteReader, type SqliteReader } from './reader.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-search-'))
let store: SqliteStore
let reader: SqliteReader

beforeAll(async () => {
  const path = join(folder, 'runs.db')
  store = createSqliteStore({ path })
  await store.open()
  reader = createSqliteReader(path)
  const input = (runId: string, value: unknown) => newRun('a', { runId, input: JSON.stringify(value) })
  await accept(
    store,
    input('korean', { to: '홍길동' }),
    input('upper', { to: 'ALICE' }),
    input('quoted', { says: 'a "b" \\ c' }),
    input('percent', { share: '100%_x' }),
    input('long', { text: `${'lorem '.repeat(1000)}needle` }),
    newRun('b', { runId: 'why', cancelled: 'its elder was cancelled' }),
    newRun('c', { runId: 'odd-id-4711', traceId: 'trace-0815' }),
  )
  await accept(store, newRun('fails', { runId: 'failed' }))
  const failure = { name: 'Error', message: 'card "visa" refused', stack: 'Error\n at only-in-the-stack' }
  await runOne(store, 'fails', { status: 'failed', reason: 'error', failure })
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  reader.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

const find = (text: string, more = {}) =>
  reader.search({ text, limit: 50, ...more }).runs.map(({ runId }) => runId)

describe('a text is found', () => {
  it.each([
    ['홍길', 'korean', 'in the input'],
    ['alice', 'upper', 'case aside'],
    ['a "b" \\ c', 'quoted', 'where JSON escapes it'],
    ['"says":', 'quoted', 'as the JSON that it is'],
    ['100%_x', 'percent', 'with what SQL takes for wildcards'],
    ['needle', 'long', 'in a long input'],
    ['elder was', 'why', 'in the reason'],
    ['card "visa"', 'failed', 'in the failure'],
    ['id-4711', 'odd-id-4711', 'in the id'],
    ['trace-0815', 'odd-id-4711', 'in the id of the trace'],
  ])('%j: in the run %j, %s', (text, runId) => {
    expect(find(text)).toEqual([runId])
  })

  it('nowhere else', () => {
    expect(find('only-in-the-stack')).toEqual([])
    expect(find('100_x')).toEqual([])
    expect(find("x' OR 1=1 --")).toEqual([])
    expect(find('a\0b')).toEqual([])
  })

  it('among the runs that the filter names', () => {
    expect(find('e', { stepIds: ['b', 'fails'] })).toEqual(['failed', 'why'])
    expect(find('e', { statuses: ['failed'] })).toEqual(['failed'])
    expect(find('e', { stepIds: ['unheard-of'] })).toEqual([])
  })
})

it('takes runs that somebody else found for hits, in their places, if the filter names them', () => {
  expect(find('needle', { orRunIds: ['failed', 'korean', 'unheard-of'] })).toEqual([
    'failed',
    'long',
    'korean',
  ])
  expect(find('needle', { orRunIds: ['failed', 'korean'], stepIds: ['a'] })).toEqual(['long', 'korean'])
})

describe('a page', () => {
  it('is complete when all runs were looked through', () => {
    expect(reader.search({ text: 'nothing of the kind', limit: 5 })).toEqual({
      runs: [],
      lookedThrough: 8,
      isComplete: true,
    })
  })

  it('goes on behind the last one when it is full', () => {
    const seen: string[] = []
    let before: string | undefined
    let pages = 0
    do {
      const page = reader.search({ text: 'o', limit: 2, ...(before !== undefined && { before }) })
      seen.push(...page.runs.map(({ runId }) => runId))
      before = page.before
      pages++
    } while (before !== undefined)
    expect(seen).toEqual(find('o'))
    expect(pages).toBeGreaterThan(1)
  })

  it('ends early when its time is up, says how far it came, and goes on from there', async () => {
    await commit(store, { accepts: Array.from({ length: 1200 }, () => newRun('many')) })
    let clock = 0
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 200))
    const first = reader.search({ text: 'needle', limit: 5 })
    expect(first).toMatchObject({ runs: [], lookedThrough: 1000, isComplete: false })
    now.mockRestore()
    const next = reader.search({ text: 'needle', limit: 5, before: first.before ?? '' })
    expect(next).toMatchObject({ runs: [{ runId: 'long' }], lookedThrough: 208, isComplete: true })
  })
})
