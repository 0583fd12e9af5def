/** Steps that are paused by hand: what waits, what goes on, and what a restart remembers. */
import { describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { statusIs, type TestEngine, until, useEngines } from './fixtures/open-engine.ts'
import { fail, succeed, toStep } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'moved')
const { open } = engines

/** Runs of `send` go on until they are told to end. */
async function openSending(steps = ['send', 'other']) {
  const ends: (() => void)[] = []
  const hold = () => new Promise<ReturnType<typeof succeed>>((resolve) => ends.push(() => resolve(succeed())))
  const test = await open(steps, { send: hold })
  return { test, endAll: () => ends.splice(0).forEach((end) => void end()) }
}

const statuses = async (test: TestEngine) => (await test.runsOf('send')).map(({ status }) => status)

describe('a paused step', () => {
  it('accepts runs, which wait until it is resumed, while others go on', async () => {
    const test = await open(['send', 'other'])
    expect(await test.engine.pauses.pause('send')).toBe(true)
    await test.trigger('send')
    await test.trigger('send')
    await test.trigger('other')
    await statusIs(test, 'other', 'succeeded')
    expect(await statuses(test)).toEqual(['queued', 'queued'])
    expect(await test.engine.pauses.resume('send')).toBe(true)
    await until(async () => (await statuses(test)).every((status) => status === 'succeeded'))
  })

  it('finishes what is under way, and begins nothing that was claimed for it', async () => {
    const { test, endAll } = await openSending()
    await Promise.all(Array.from({ length: 20 }, () => test.trigger('send')))
    await until(() => test.runtime.running('send') === 7)
    await test.engine.pauses.pause('send')
    endAll()
    await until(async () => (await statuses(test)).filter((status) => status === 'succeeded').length === 7)
    await test.engine.submitter.idle()
    expect((await statuses(test)).filter((status) => status === 'queued')).toHaveLength(13)
    expect(test.runtime.attempts).toHaveLength(7)
    await test.engine.pauses.resume('send')
    await until(() => test.runtime.running('send') === 7)
    endAll()
    await until(() => test.runtime.attempts.length === 20)
    expect((await test.runsOf('send')).map(({ attemptsUsed, strikes }) => [attemptsUsed, strikes])).toEqual(
      (await statuses(test)).map((status) => [status === 'succeeded' ? 1 : 0, 0]),
    )
  })

  it('begins nothing that arrives while it is being paused', async () => {
    const { test } = await openSending()
    const triggered = Promise.all(Array.from({ length: 5 }, () => test.trigger('send')))
    await test.engine.pauses.pause('send')
    const begun = test.runtime.attempts.length
    await triggered
    await test.engine.submitter.idle()
    await until(
      async () => (await statuses(test)).filter((status) => status === 'queued').length === 5 - begun,
    )
    expect(test.runtime.attempts).toHaveLength(begun)
  })

  it('keeps a retry that has come due, until it is resumed', async () => {
    let works = false
    const test = await open([toStep('send', { retry: { attempts: 2, delay: 1000 } })], {
      send: () => (works ? succeed() : fail('not yet')),
    })
    await test.trigger('send')
    await statusIs(test, 'send', 'scheduled')
    await test.engine.pauses.pause('send')
    const { dueAt } = await test.runOf('send')
    await engines.store.runs.promote(dueAt ?? 0, 10)
    test.engine.submitter.spread({ stepIds: ['send'] })
    expect(await statuses(test)).toEqual(['queued'])
    works = true
    await test.engine.pauses.resume('send')
    await statusIs(test, 'send', 'succeeded')
  })

  it('is still paused after a restart, and resumed ones are not', async () => {
    const first = await open(['send', 'other'])
    await first.engine.pauses.pause('send')
    await first.engine.pauses.pause('other')
    await first.engine.pauses.resume('other')
    await first.trigger('send')
    await first.engine.stop(0)
    const second = await open(['send', 'other'])
    await second.trigger('other')
    await statusIs(second, 'other', 'succeeded')
    expect(await statuses(second)).toEqual(['queued'])
    await second.engine.pauses.resume('send')
    await statusIs(second, 'send', 'succeeded')
  })

  it('can be resumed after its file has gone', async () => {
    const first = await open(['send'])
    await first.engine.pauses.pause('send')
    await first.engine.stop(0)
    const second = await open(['other'])
    expect(await second.engine.pauses.resume('send')).toBe(true)
    expect(await engines.store.pauses.list()).toEqual([])
  })
})

describe('pausing', () => {
  it('tells whether anything changed', async () => {
    const { pauses } = (await open(['send'])).engine
    expect([await pauses.pause('send'), await pauses.pause('send')]).toEqual([true, false])
    expect([await pauses.resume('send'), await pauses.resume('send')]).toEqual([true, false])
  })

  it('and resuming at once ends as they were asked for', async () => {
    const { pauses } = (await open(['send'])).engine
    await Promise.all([pauses.pause('send'), pauses.resume('send'), pauses.pause('send')])
    expect(pauses.isPaused('send')).toBe(true)
    expect(await engines.store.pauses.list()).toEqual(['send'])
  })

  it('of a step that is not there names the nearest one', async () => {
    const { pauses } = (await open(['send-email'])).engine
    await expect(pauses.pause('send-emial')).rejects.toMatchObject({
      code: 'MOTIA_NO_STEP',
      message: expect.stringContaining('"send-email"'),
    })
    await expect(pauses.resume('nothing')).rejects.toMatchObject({ code: 'MOTIA_NO_STEP' })
  })

  it('of a step without a queue is refused', async () => {
    const { pauses } = (await open([toStep('hello', {}, 'api'), toStep('hook', {}, 'noop')])).engine
    await expect(pauses.pause('hello')).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
    await expect(pauses.pause('hook')).rejects.toThrow('"hook" cannot be paused')
  })

  it('that the store does not take leaves the step as it was', async () => {
    const test = await open(['send'])
    const { put } = engines.store.pauses
    engines.store.pauses.put = () => Promise.reject(new Error('disk full'))
    await expect(test.engine.pauses.pause('send')).rejects.toThrow('disk full')
    engines.store.pauses.put = put
    await test.trigger('send')
    await statusIs(test, 'send', 'succeeded')
  })
})
