import type { ClaimedRun, Commit, Store } from '@motia/core/store'
import { beforeEach, describe, expect, it } from 'vitest'
import { createInheritance, type Inheritance } from './inheritance.ts'
import type { Submitter } from './submitter.ts'

const NOW = 1_700_000_000_000

let inheritance: Inheritance
let told: string[]
let permits: number
let status: string
let commitResult: object

const run = (runId: string) => ({ runId, ref: 1, stepId: 'a', epoch: 3, traceId: 't' }) as ClaimedRun
const commitOf = (runId: string, end: object = { status: 'succeeded', result: '1' }, epoch = 3) =>
  ({ now: NOW, attempt: { runId, ref: 1, epoch, startedAt: NOW, end } }) as unknown as Commit
const commit = (...args: Parameters<typeof commitOf>) =>
  inheritance.ask('runs', 'commit', [commitOf(...args)])

beforeEach(() => {
  told = []
  permits = 0
  status = 'running'
  commitResult = { status: 'committed', accepted: [], ended: [], backlog: { stepIds: [] } }
  const store = {
    runs: {
      get: async () => ({ status }),
      release: async (list: { runId: string }[]) =>
        list.map(({ runId }) => ({ runId, stepId: 'a', status: 'queued' })),
    },
    state: { get: async (group: string, key: string) => ({ value: `${group}/${key}`, version: 1 }) },
  } as unknown as Store
  const submitter = {
    submit: async () => commitResult,
    ended: (runs: { runId: string; status: string }[]) =>
      told.push(...runs.map(({ runId, status }) => `${runId} ${status}`)),
    spread: ({ stepIds }: { stepIds: string[] }) => told.push(...stepIds.map((id) => `work for ${id}`)),
  } as unknown as Submitter
  inheritance = createInheritance({
    store,
    submitter,
    committer: {
      release: async (runs) => void told.push(...runs.map(({ runId }) => `${runId} is queued again`)),
    },
    lanes: {
      hold: () => {
        permits++
        return () => permits--
      },
    },
    byHand: { cancel: async () => [], redrive: async () => true, abort: () => {} },
  })
})

const take = (...ids: string[]) => inheritance.take(ids.map((id) => ({ run: run(id), from: 7 })))

describe('runs that an older app goes on with', () => {
  it('hold their permits until their end is written, and whoever waits hears of it', async () => {
    expect(await take('r', 's')).toHaveLength(2)
    expect(permits).toBe(2)
    await commit('r')
    expect([permits, told]).toEqual([1, ['r succeeded']])
    expect(inheritance.held()).toEqual([{ run: run('s'), from: 7 }])
    await inheritance.ask('runs', 'release', [[{ runId: 's', epoch: 3 }], NOW])
    expect([permits, inheritance.held()]).toEqual([0, []])
    expect(told).toContain('work for a')
    await inheritance.idle()
  })

  it('that have ended before are not waited for', async () => {
    status = 'succeeded'
    expect(await take('r')).toEqual([])
    expect([permits, inheritance.holds('r')]).toEqual([0, false])
  })

  it('are told of as ended only if they have: not for a retry, a conflict, or an attempt that is no longer theirs', async () => {
    await take('r', 's', 't')
    await commit('r', { status: 'scheduled', dueAt: NOW + 1 })
    commitResult = { status: 'conflict', where: 'x' }
    await commit('s')
    expect(inheritance.holds('s')).toBe(true)
    commitResult = { status: 'fenced' }
    await commit('t', undefined, 2)
    expect(inheritance.holds('t')).toBe(true)
    await commit('t')
    expect(inheritance.holds('t')).toBe(false)
    expect(told).toEqual([])
  })

  it('are queued again when their app is gone, those of others not', async () => {
    await take('r')
    await inheritance.take([{ run: run('other'), from: 8 }])
    await inheritance.lost(7)
    expect(told).toEqual(['r is queued again'])
    expect(inheritance.held().map(({ run: { runId } }) => runId)).toEqual(['other'])
  })

  it('read what there is, and claim nothing', async () => {
    expect(await inheritance.ask('state', 'get', ['g', 'k'])).toEqual({ value: 'g/k', version: 1 })
    expect(await inheritance.ask('runs', 'claim', [[], NOW])).toEqual([])
  })
})
