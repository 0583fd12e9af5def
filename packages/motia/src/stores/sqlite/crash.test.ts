/** Whole processes killed with SIGKILL: nothing acknowledged is lost, no commit is there in part. Full disks. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Store } from '@motia/core/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltStore, buildStore } from './fixtures/built-store.ts'
import { createSqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-crash-'))
let built: BuiltStore
beforeAll(async () => {
  built = await buildStore()
})
afterAll(() => {
  built.dispose()
  rmSync(folder, { recursive: true })
})

interface Said {
  readonly begun: string[]
  readonly finished: string[]
}

/** Collects what the child acknowledges; `onLine` is told how many lines there are. */
async function listen(
  child: ChildProcess,
  said: Said,
  onLine: (count: number) => void = () => {},
): Promise<void> {
  const exited = once(child, 'exit')
  if (!child.stdout) throw new Error('no stdout')
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, runId] = line.split(' ')
    if (runId) said[what as keyof Said].push(runId)
    onLine(++count)
  }
  await exited
}

async function reopened<T>(path: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = createSqliteStore({ path })
  await store.open()
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}

/** Everything acknowledged is there, and everything that is there is there whole. */
async function expectWhole(store: Store, { begun, finished }: Said): Promise<void> {
  const runs = await store.runs.list({ limit: 1_000_000 })
  const byId = new Map(runs.map((run) => [run.runId, run]))
  expect(begun.filter((runId) => !byId.has(runId))).toEqual([])
  expect(finished.filter((runId) => byId.get(runId)?.status !== 'succeeded')).toEqual([])
  const outer = runs.filter(({ cause }) => cause === 'begin')
  const items = await store.state.list('begun')
  expect(items.find(({ key }) => key === 'count')?.value).toBe(String(outer.length))
  expect(new Set(items.map(({ key }) => key))).toEqual(new Set(['count', ...outer.map(({ runId }) => runId)]))
  const parents = runs.filter(({ stepId }) => stepId === 'child').map(({ parentRunId }) => parentRunId)
  const succeeded = outer.filter(({ status }) => status === 'succeeded').map(({ runId }) => runId)
  expect(parents.sort()).toEqual(succeeded.sort())
  const counted = (await store.runs.counts()).reduce((sum, { count }) => sum + count, 0)
  expect(counted).toBe(runs.length)
}

describe('a process killed in the middle of commits', () => {
  it('has lost nothing that it had acknowledged', { timeout: 30_000 }, async () => {
    const path = join(folder, 'forever.db')
    const said: Said = { begun: [], finished: [] }
    for (let round = 0; round < 4; round++) {
      const killAt = 50 + Math.floor(Math.random() * 2000)
      const child = built.start('commit-forever', [path, '16'])
      await listen(child, said, (count) => {
        if (count === killAt) child.kill('SIGKILL')
      })
      await reopened(path, (store) => expectWhole(store, said))
    }
    expect(said.finished.length).toBeGreaterThan(50)
  })

  const commitsAt = async (point: string) => {
    const path = join(folder, `${point}.db`)
    const said: Said = { begun: [], finished: [] }
    const child = built.start('commit-forever', [path, '1'], { env: { MOTIA_CRASH_POINT: `${point}:8` } })
    await listen(child, said)
    expect(child.signalCode).toBe('SIGKILL')
    return reopened(path, async (store) => {
      await expectWhole(store, said)
      const { length } = await store.runs.list({ limit: 1000 })
      return { there: length, acknowledged: said.begun.length + said.finished.length }
    })
  }

  // of 8 transactions the first is `recover`; each of the others makes one run
  it.each([
    ['before-commit', 6, 6],
    ['inside-commit', 6, 6],
    ['after-commit', 7, 6],
  ])('at the point %s has %i commits of which %i were acknowledged', async (point, there, acknowledged) => {
    expect(await commitsAt(point)).toEqual({ there, acknowledged })
  })
})

describe('a disk that is full', () => {
  it('rejects what does not fit, with its cause, and nothing else', { timeout: 30_000 }, async () => {
    const path = join(folder, 'full.db')
    // in blocks of 512 bytes or of 1024, as the shell likes
    const child = built.start('fill-disk', [path], { before: 'ulimit -f 8000' })
    const lines: string[] = []
    const exited = once(child, 'exit')
    if (!child.stdout) throw new Error('no stdout')
    for await (const line of createInterface({ input: child.stdout })) lines.push(line)
    await exited
    expect(lines).toEqual([
      'before: committed',
      expect.stringMatching(/^too-much: MOTIA_STORE_UNAVAILABLE .*(disk|full)/),
      'after: committed',
      'beside-1: committed',
      expect.stringMatching(/^too-much-again: MOTIA_STORE_UNAVAILABLE .*(disk|full)/),
      'beside-2: committed',
    ])
    await reopened(path, async (store) => {
      const runs = await store.runs.list({ limit: 10 })
      expect(runs.map(({ runId }) => runId).sort()).toEqual(['after', 'before', 'beside-1', 'beside-2'])
      expect(await store.runs.counts()).toEqual([{ stepId: 'a', status: 'queued', count: 4 }])
    })
  })

  it('and a place where no file can be made, are named when the store opens', async () => {
    const store = createSqliteStore({ path: '/dev/null/store.db' })
    await expect(store.open()).rejects.toMatchObject({ code: 'MOTIA_STORE_UNAVAILABLE' })
    await expect(store.runs.counts()).rejects.toMatchObject({ code: 'MOTIA_STORE_UNAVAILABLE' })
  })
})
