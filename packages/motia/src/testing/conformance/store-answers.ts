/** What requests with an `Idempotency-Key` were answered (`Commit.answer`): once, with the effects, for a day. */
import type { NewAnswer } from '@motia/core/store-answers'
import { ANSWER_LIFE_MS } from '@motia/core/store-answers'
import { expect, it } from 'vitest'
import { type CurrentStore, NOW, newRun, totals } from './store-driver.ts'

export function describeAnswers(store: CurrentStore): void {
  const response = { status: 201, headers: { 'set-cookie': ['a=1', 'b=2'] }, body: '{"id":"한"}' }
  const answer: NewAnswer = { key: 'k', request: 'r', response }
  const commit = (given: NewAnswer, now = NOW) =>
    store().runs.commit({ now, answer: given, accepts: [newRun('charge')] })

  it('finds an answer that was committed, as it was', async () => {
    expect(await store().answers.find('k', NOW)).toBeUndefined()
    await commit(answer)
    expect(await store().answers.find('k', NOW)).toEqual({ request: 'r', response })
    expect(await store().answers.find('other', NOW)).toBeUndefined()
  })

  it('keeps that there was one, without what was answered', async () => {
    await commit({ key: 'k', request: 'r' })
    expect(await store().answers.find('k', NOW)).toEqual({ request: 'r' })
  })

  it('takes an answer without any effects', async () => {
    expect(await store().runs.commit({ now: NOW, answer })).toMatchObject({ status: 'committed' })
    expect(await store().answers.find('k', NOW)).toBeDefined()
  })

  it('writes nothing where there was an answer before, and tells it', async () => {
    await commit(answer)
    const again = await commit({ ...answer, request: 'another' })
    expect(again).toEqual({ status: 'answered', answer: { request: 'r', response } })
    expect(await totals(store())).toEqual({ queued: 1 })
  })

  it('writes one of those that arrive together', async () => {
    const results = await Promise.all([1, 2, 3].map(() => commit(answer)))
    expect(results.map(({ status }) => status).sort()).toEqual(['answered', 'answered', 'committed'])
    expect(await totals(store())).toEqual({ queued: 1 })
  })

  it('forgets an answer after a day, and takes another in its place', async () => {
    await commit(answer)
    const later = NOW + ANSWER_LIFE_MS
    expect(await store().answers.find('k', later - 1)).toBeDefined()
    expect(await store().answers.find('k', later)).toBeUndefined()
    expect(await commit({ key: 'k', request: 'new' }, later)).toMatchObject({ status: 'committed' })
    expect(await store().answers.find('k', later)).toEqual({ request: 'new' })
  })

  it('loses none that stands when what is old is pruned', async () => {
    await commit(answer)
    await commit({ ...answer, key: 'later' }, NOW + ANSWER_LIFE_MS)
    await store().runs.prune({ succeeded: NOW + ANSWER_LIFE_MS, failed: NOW + ANSWER_LIFE_MS }, 100)
    expect(await store().answers.find('later', NOW + ANSWER_LIFE_MS)).toBeDefined()
    expect(await store().answers.find('k', NOW)).toBeUndefined()
  })
}
