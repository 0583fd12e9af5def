/** State as the steps of every language see and change it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('state')
})

afterAll(() => fixture?.stop())

/** What `uses-state-…` leaves, by key in the order of the store. */
const LEFT = [
  ['count', 12],
  ['list', ['a', { b: 2 }]],
  ['nil', null],
  ['no', false],
  ['object', { one: 1, two: 3 }],
  ['zero', 0],
  ['열쇠 😀', { 값: '홍길동 🎉' }],
]

describe.each(LANGUAGES)('$name', ({ suffix }) => {
  const result = async (id: string, payload: unknown, language: string = suffix) =>
    (await fixture.workbench.result(`${id}-${language}`, payload)).run

  it('reads of the state see what the attempt itself has written', async () => {
    const run = await result('uses-state', { group: `own ${suffix}` })
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1 })
    expect(run.result).toEqual({ nothing: null, updated: 12, gone: null, count: 12, seen: LEFT })
  })

  it('state that was written is there for steps of every language', async () => {
    const group = `for all ${suffix} 모두`
    await result('uses-state', { group })
    for (const { suffix: other } of LANGUAGES) {
      const run = await result('reads-state', { group }, other)
      expect(run.result).toEqual({
        items: LEFT.map(([key, value]) => [key, value, true]),
        values: LEFT.map(([, value]) => value),
      })
    }
  })

  it('clearing a group leaves others alone', async () => {
    const group = `cleared ${suffix}`
    await result('uses-state', { group })
    expect((await result('clears-state', { group })).result).toBe(0)
    expect((await result('reads-state', { group })).result).toEqual({ items: [], values: [] })
    expect((await result('reads-state', { group: `${group} 2` })).result).toMatchObject({
      values: ['another group'],
    })
  })

  it('of 20 runs that read and write the same value at once none is lost', async () => {
    const { workbench } = fixture
    const group = `sums ${suffix}`
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () => workbench.trigger(`raises-${suffix}`, { group })),
    )
    for (const { runs } of receipts) {
      const { run } = await workbench.ended(runs[0]?.runId as string)
      expect(run.status).toBe('succeeded') // many conflicts of one run count as a failed attempt in the end
    }
    expect((await result('reads-state', { group })).result).toMatchObject({ values: [20] })
  })

  it('what a failed attempt has written is not there', async () => {
    const group = `rolled back ${suffix}`
    expect((await result('writes-and-fails', { group })).status).toBe('failed')
    expect((await result('reads-state', { group })).result).toEqual({ items: [], values: [] })
  })
})
