import type { EndedRun, RunRecord } from '@motia/core/store'
import { describe, expect, it } from 'vitest'
import { createWaiters } from './waiters.ts'

const failure = { name: 'Error', message: 'card refused' }
const ended = (runId: string, result: unknown): EndedRun => ({
  runId,
  stepId: 's',
  status: 'succeeded',
  result: JSON.stringify(result),
})

/** A store that answers when it is told to. */
function open() {
  const answers = new Map<string, (record: Partial<RunRecord> | undefined) => void>()
  const failures = new Map<string, (error: Error) => void>()
  const waiters = createWaiters({
    get: (runId) =>
      new Promise((resolve, reject) => {
        answers.set(runId, resolve as never)
        failures.set(runId, reject)
      }),
  })
  const answer = (runId: string, record: Partial<RunRecord> | undefined) =>
    answers.get(runId)?.(
      record && { runId, stepId: 's', result: null, failure: null, reason: null, ...record },
    )
  return { waiters, answer, fail: (runId: string, error: Error) => failures.get(runId)?.(error) }
}

describe('whoever waits for runs', () => {
  it('hears when they end, in the order that was asked for', async () => {
    const { waiters, answer } = open()
    const results = waiters.await(['a', 'b'])
    answer('a', { status: 'running' })
    answer('b', undefined)
    waiters.ended(ended('b', 2))
    waiters.ended(ended('a', 1))
    expect(await results).toEqual([
      { runId: 'a', ok: true, result: '1' },
      { runId: 'b', ok: true, result: '2' },
    ])
  })

  it('hears at once of those that had ended before', async () => {
    const { waiters, answer } = open()
    const results = waiters.await(['a'])
    answer('a', { status: 'succeeded', result: '"before"' })
    expect(await results).toEqual([{ runId: 'a', ok: true, result: '"before"' }])
  })

  it('hears once of one that ends while the store is asked', async () => {
    const { waiters, answer } = open()
    const results = waiters.await(['a'])
    waiters.ended(ended('a', 'news'))
    answer('a', { status: 'succeeded', result: '"stored"' })
    expect(await results).toEqual([{ runId: 'a', ok: true, result: '"news"' }])
  })

  it('is not alone: all that wait for a run hear of it', async () => {
    const { waiters } = open()
    const both = Promise.all([waiters.await(['a']), waiters.await(['a'])])
    await Promise.resolve()
    waiters.ended(ended('a', 1))
    expect(await both).toHaveLength(2)
  })

  it.each([
    [{ status: 'failed', failure, reason: 'error' }, 'card refused'],
    [{ status: 'cancelled', reason: 'by hand' }, 'by hand'],
    [{ status: 'quarantined', reason: 'exit code 3' }, 'exit code 3'],
    [{ status: 'cancelled' }, 'cancelled'],
  ] as const)('hears why one did not succeed: %j', async (end, reason) => {
    const { waiters } = open()
    const results = waiters.await(['a'])
    await Promise.resolve()
    waiters.ended({ runId: 'a', stepId: 'pay', ...end })
    expect(await results).toMatchObject([
      { runId: 'a', ok: false, stepId: 'pay', status: end.status, reason },
    ])
  })

  it('hears that the store cannot say', async () => {
    const { waiters, fail } = open()
    const results = waiters.await(['a'])
    fail('a', new Error('away'))
    await expect(results).rejects.toThrow('away')
  })

  it('for nothing is answered at once', async () => {
    expect(await open().waiters.await([])).toEqual([])
  })
})
