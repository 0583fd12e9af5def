import { motia } from '@motia/core'
import { describe, expect, it, vi } from 'vitest'
import { openLoop, restorePrinting } from './fixtures/open-loop.ts'

restorePrinting()

describe('a question of a handler', () => {
  it('goes to the engine under its attempt, and its reply back', async () => {
    const { loop, run, done, sentOf } = await openLoop({
      reads: (_, ctx) => ctx.state.get('g', 'k'),
    })
    run(5, 'reads')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    expect(sentOf('ask')[0]).toMatchObject({ n: 5, ask: { verb: 'state.get', group: 'g', key: 'k' } })
    loop.receive({ t: 'reply', q: sentOf('ask')[0]?.q ?? 0, value: { value: '"stored"', version: 3 } })
    expect(await done(5)).toMatchObject({ result: '"stored"' })
  })

  it('that the engine refuses throws what it was refused with', async () => {
    const { loop, run, done, sentOf } = await openLoop({ calls: (_, ctx) => ctx.call('other') })
    run(1, 'calls')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    const failure = { name: 'MotiaError', message: 'would wait for itself', code: 'MOTIA_CALL_DEADLOCK' }
    loop.receive({ t: 'reply', q: sentOf('ask')[0]?.q ?? 0, failure })
    expect(await done(1)).toMatchObject({
      status: 'failed',
      failure: { message: 'would wait for itself', code: 'MOTIA_CALL_DEADLOCK' },
    })
  })

  it.each([
    [
      'a hint',
      { failure: { name: 'MotiaError', message: 'is away', code: 'MOTIA_STORE_UNAVAILABLE' }, hint: 'Look.' },
      'MotiaError MOTIA_STORE_UNAVAILABLE is away Look.',
    ],
    ['a code of no catalogue', { failure: { name: 'E', message: 'no', code: 'EIO' } }, 'E EIO no undefined'],
    ['no code', { failure: { name: 'E', message: 'no' } }, 'E undefined no undefined'],
  ])('that the engine refuses with %s throws it with that', async (_, refusal, expected) => {
    const { loop, run, done, sentOf } = await openLoop({
      reads: (_, ctx) =>
        ctx.state
          .get('g', 'k')
          .catch(({ name, code, message, hint }) => `${name} ${code} ${message} ${hint}`),
    })
    run(1, 'reads')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    loop.receive({ t: 'reply', q: sentOf('ask')[0]?.q ?? 0, ...refusal })
    expect(await done(1)).toMatchObject({ result: JSON.stringify(expected) })
  })

  it('outside of any attempt names none', async () => {
    const { sentOf } = await openLoop({})
    void motia.trigger('other', 1)
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    expect(sentOf('ask')[0]).not.toHaveProperty('n')
  })

  it('several at once are told apart', async () => {
    const { loop, run, done, sentOf } = await openLoop({
      reads: async (_, ctx) => Promise.all(['a', 'b', 'c'].map((key) => ctx.state.get('g', key))),
    })
    run(1, 'reads')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(3))
    for (const { q, ask } of sentOf('ask').reverse()) {
      const value = { value: JSON.stringify((ask as { key: string }).key), version: 1 }
      loop.receive({ t: 'reply', q, value })
    }
    expect(await done(1)).toMatchObject({ result: '["a","b","c"]' })
  })
})
