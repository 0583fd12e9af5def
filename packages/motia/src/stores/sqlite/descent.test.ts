/** What led to what: children, edges between steps; and since when queues wait. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  accept,
  acceptOne,
  commit,
  NOW,
  newRun,
  retryAt,
  runOne,
} from '../../testing/conformance/store-driver.ts'
import { createSqliteReader, type SqliteReader } from './reader.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

let folder: string
let store: SqliteStore
let reader: SqliteReader
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motia-descent-'))
  const path = join(folder, 'runs.db')
  store = createSqliteStore({ path })
  await store.open()
  reader = createSqliteReader(path)
})
afterEach(async () => {
  reader.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

it('gives the children of a run oldest first, not theirs, and none of others', async () => {
  const traceId = 't'
  const parent = await acceptOne(store, 'a', { traceId })
  const children = []
  for (let i = 0; i < 3; i++) children.push(await acceptOne(store, 'b', { traceId, parentRunId: parent }))
  await acceptOne(store, 'c', { traceId, parentRunId: children[0] ?? '' })
  await acceptOne(store, 'b', { traceId })
  expect(reader.children(parent).map(({ runId }) => runId)).toEqual(children)
  expect(reader.children('unheard-of')).toEqual([])
})

it('sums up which steps led to which, by cause, with the last time', async () => {
  const parent = await acceptOne(store, 'a')
  const child = (stepId: string, cause: string) => newRun(stepId, { parentRunId: parent, cause })
  await accept(store, child('b', 'trigger'), child('b', 'trigger'), child('c', 'topic:x'))
  await commit(store, { now: NOW + 5, accepts: [child('b', 'trigger'), child('b', 'topic:x'), newRun('d')] })
  const { edges, lookedAt } = reader.edges(100)
  expect(lookedAt).toBe(7)
  expect([...edges].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt)).toEqual([
    { from: 'a', to: 'b', cause: 'trigger', count: 3, lastAt: NOW + 5 },
    { from: 'a', to: 'b', cause: 'topic:x', count: 1, lastAt: NOW + 5 },
    { from: 'a', to: 'c', cause: 'topic:x', count: 1, lastAt: NOW },
  ])
})

it('looks at the latest runs only, however many there are', async () => {
  const parent = await acceptOne(store, 'a')
  const many = (stepId: string) => Array.from({ length: 2500 }, () => newRun(stepId, { parentRunId: parent }))
  await accept(store, ...many('old'))
  await accept(store, ...many('new'))
  expect(reader.edges(2400)).toMatchObject({ edges: [{ to: 'new', count: 2400 }], lookedAt: 2400 })
  const { edges, lookedAt } = reader.edges(3000)
  expect(Object.fromEntries(edges.map(({ to, count }) => [to, count]))).toEqual({ new: 2500, old: 500 })
  expect(lookedAt).toBe(3000)
})

it('tells since when the oldest queued run of each step could begin', async () => {
  await commit(store, { now: NOW, accepts: [newRun('a'), newRun('b', { dueAt: NOW + 500 })] })
  await commit(store, { now: NOW + 100, accepts: [newRun('a'), newRun('c')] })
  expect(reader.oldestQueued()).toEqual([
    { stepId: 'a', at: NOW },
    { stepId: 'c', at: NOW + 100 },
  ])
  await runOne(store, 'a')
  await runOne(store, 'c', retryAt(NOW + 300))
  await store.runs.promote(NOW + 500, 10)
  expect(reader.oldestQueued()).toEqual([
    { stepId: 'a', at: NOW + 100 },
    { stepId: 'b', at: NOW + 500 },
    { stepId: 'c', at: NOW + 300 },
  ])
})
