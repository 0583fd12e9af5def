import { api, cron, event } from '@motia/core'
import { NonRetryableError } from '@motia/core/errors'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { currentAttempt } from './attempt.ts'
import { startRun } from './fixtures/start-run.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('a run that succeeds', () => {
  it('ends with its result as JSON, and with all that it asked for', async () => {
    const step = event({ id: 'step1' }, async ({ n }, ctx) => {
      await ctx.state.set('g', 'k', n)
      await ctx.trigger('send', { n })
      return { doubled: n * 2 }
    })
    const { outcome, attempt } = startRun(step, { n: 21 })
    expect(await outcome).toMatchObject({
      status: 'succeeded',
      result: '{"doubled":42}',
      effects: {
        triggers: [{ target: 'send', payload: '{"n":21}' }],
        writes: [{ op: 'set', group: 'g', key: 'k', value: '21' }],
      },
    })
    expect(attempt.phase).toBe('succeeded')
  })

  it.each([
    [undefined, 'null'],
    ['text', '"text"'],
    [new Error('as a value'), expect.stringContaining('"message":"as a value"')],
  ])('with %s has the result %s', async (value, result) => {
    expect(await startRun(event({ id: 'step1' }, () => value)).outcome).toMatchObject({
      status: 'succeeded',
      result,
    })
  })

  it('may return a promise of a receipt', async () => {
    const { outcome } = startRun(event({ id: 'step1' }, (_, ctx) => ctx.trigger('send')))
    const { result } = (await outcome) as { result: string }
    expect(JSON.parse(result)).toMatchObject({ routed: true, runs: [{ stepId: 'send' }] })
  })

  it('has the facts of its attempt in ctx, and as the current one wherever its code runs', async () => {
    const seen: unknown[] = []
    const step = event(
      { id: 'step1' },
      async (_, { runId, traceId, stepId, attempt, idempotencyKey, deadline }) => {
        await new Promise(setImmediate)
        seen.push({ runId, traceId, stepId, attempt, idempotencyKey }, deadline > Date.now())
        seen.push(currentAttempt.getStore()?.facts.runId)
      },
    )
    await startRun(step).outcome
    const facts = { runId: 'run1', traceId: 'trace1', stepId: 'step1', attempt: 1, idempotencyKey: 'run1' }
    expect(seen).toEqual([facts, true, 'run1'])
    expect(currentAttempt.getStore()).toBeUndefined()
  })

  it('of a cron step gets its tick', async () => {
    const tick = { scheduledAt: '2026-01-01T09:00:00.000Z', schedule: '0 9 * * *' }
    const { outcome } = startRun(
      cron({ id: 'step1', schedule: '0 9 * * *' }, (given) => given),
      tick,
    )
    expect(await outcome).toMatchObject({ result: JSON.stringify(tick) })
  })

  it('of an api step that was triggered by its id gets the payload as body', async () => {
    const step = api({ id: 'step1', method: 'POST', path: '/x' }, ({ body, method }) => ({ body, method }))
    expect(await startRun(step, { a: 1 }).outcome).toMatchObject({
      result: '{"body":{"a":1},"method":"POST"}',
    })
  })
})

describe('a run that fails', () => {
  const throwing = (thrown: unknown) =>
    event({ id: 'step1' }, async (_, ctx) => {
      await ctx.trigger('send', 'as error step')
      throw thrown
    })

  it('says what was thrown, its stack shortened to the project, and what it had asked for', async () => {
    const { outcome, attempt } = startRun(
      throwing(Object.assign(new TypeError('no stock'), { code: 'E_STOCK' })),
    )
    expect(await outcome).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: {
        name: 'TypeError',
        message: 'no stock',
        code: 'E_STOCK',
        stack: 'trimmed TypeError: no stock',
      },
      effects: { triggers: [{ target: 'send' }] },
    })
    expect(attempt.phase).toBe('closed')
  })

  it('is not to be tried again after a NonRetryableError, from any copy of this package', async () => {
    const foreign = Object.assign(new Error('x'), { name: 'NonRetryableError' })
    for (const error of [new NonRetryableError('x'), foreign])
      expect(await startRun(throwing(error)).outcome).toMatchObject({ reason: 'non-retryable' })
  })

  it.each([
    [{ name: 'Queued', message: 'was an error once' }, 'was an error once'],
    ['just text', 'a value that is no Error was thrown: just text'],
    [undefined, 'a value that is no Error was thrown: undefined'],
    [null, 'a value that is no Error was thrown: null'],
  ])('is readable whatever was thrown: %j', async (thrown, message) => {
    expect(await startRun(throwing(thrown)).outcome).toMatchObject({ reason: 'error', failure: { message } })
  })

  it('before its handler was called when it throws at once', async () => {
    const step = event({ id: 'step1' }, () => {
      throw new Error('at once')
    })
    expect(await startRun(step).outcome).toMatchObject({ failure: { message: 'at once' } })
  })

  it('when its result is nothing that JSON can carry', async () => {
    expect(await startRun(event({ id: 'step1' }, () => ({ total: 1n }))).outcome).toMatchObject({
      reason: 'error',
      failure: {
        code: 'MOTIA_PAYLOAD',
        message: expect.stringContaining('the result of step1 holds a BigInt at total'),
      },
    })
  })

  it('with an invalid payload, its handler untouched, every path named, without a stack', async () => {
    const handler = vi.fn()
    const step = event(
      { id: 'step1', schema: z.object({ items: z.array(z.object({ n: z.number() })) }) },
      handler,
    )
    const outcome = await startRun(step, { items: [{ n: 'x' }] }).outcome
    expect(outcome).toMatchObject({
      reason: 'validation',
      failure: { name: 'ValidationError', code: 'MOTIA_VALIDATION', issues: [{ path: 'items.0.n' }] },
    })
    expect(outcome).not.toHaveProperty('failure.stack')
    expect(outcome).not.toHaveProperty('effects')
    expect(handler).not.toHaveBeenCalled()
  })

  it('when its schema itself throws', async () => {
    const schema = z.string().transform(() => {
      throw new Error('bad schema')
    })
    expect(
      await startRun(
        event({ id: 'step1', schema }, () => 1),
        'x',
      ).outcome,
    ).toMatchObject({
      status: 'failed',
      failure: { message: 'bad schema' },
    })
  })

  it('refuses its context to what it left running', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const step = event({ id: 'step1' }, (_, ctx) => {
      late = new Promise(setImmediate).then(() => ctx.trigger('send'))
      throw new Error('failed')
    })
    const { outcome, world } = startRun(step)
    await outcome
    await expect(late).rejects.toMatchObject({ code: 'MOTIA_CONTEXT_CLOSED' })
    expect(world.sent).toEqual([])
  })
})

describe('work left over after a success', () => {
  it('may still trigger, at once, with one warning for all of it', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const step = event({ id: 'step1' }, (_, ctx) => {
      late = new Promise(setImmediate).then(() =>
        Promise.all([ctx.trigger('send', 1), ctx.trigger('send', 2)]),
      )
    })
    const { outcome, world } = startRun(step)
    expect(await outcome).toMatchObject({ status: 'succeeded', effects: { triggers: [] } })
    await late
    expect(world.sent).toHaveLength(2)
    expect(world.warnings).toHaveLength(1)
  })

  it('may write no state any more', async () => {
    let late: Promise<unknown> = Promise.resolve()
    const step = event({ id: 'step1' }, (_, ctx) => {
      late = new Promise(setImmediate).then(() => ctx.state.set('g', 'k', 1))
    })
    await startRun(step).outcome
    await expect(late).rejects.toMatchObject({ code: 'MOTIA_CONTEXT_CLOSED' })
  })
})

describe('a deadline', () => {
  it('ends the run while its handler runs on, and aborts its signal', async () => {
    vi.useFakeTimers()
    let signal: AbortSignal | undefined
    let finish: (value: unknown) => void = () => {}
    const step = event({ id: 'step1' }, async (_, ctx) => {
      signal = ctx.signal
      await ctx.trigger('send')
      await new Promise((resolve) => {
        finish = resolve
      })
      return ctx.trigger('send')
    })
    const { outcome, attempt } = startRun(step, {}, 100)
    await vi.advanceTimersByTimeAsync(100)
    expect(await outcome).toMatchObject({
      status: 'failed',
      reason: 'timeout',
      failure: { code: 'MOTIA_TIMEOUT', message: 'the attempt did not end within 100 ms' },
    })
    expect(await outcome).not.toHaveProperty('effects')
    expect(signal?.aborted).toBe(true)
    finish(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(attempt.phase).toBe('closed')
    expect(attempt.effects().triggers).toHaveLength(1)
  })

  it('that passes while the input is checked keeps the handler from being called', async () => {
    let pass: (value: boolean) => void = () => {}
    const schema = z.unknown().refine(() => new Promise((resolve) => (pass = resolve)))
    const handler = vi.fn()
    vi.useFakeTimers()
    const { outcome } = startRun(event({ id: 'step1', schema }, handler), {}, 100)
    await vi.advanceTimersByTimeAsync(100)
    expect(await outcome).toMatchObject({ reason: 'timeout' })
    pass(true)
    await vi.advanceTimersByTimeAsync(1)
    expect(handler).not.toHaveBeenCalled()
  })

  it('does not end a run that was in time', async () => {
    vi.useFakeTimers()
    const { outcome, attempt } = startRun(
      event({ id: 'step1' }, () => 1),
      {},
      100,
    )
    expect(await outcome).toMatchObject({ status: 'succeeded' })
    await vi.advanceTimersByTimeAsync(1000)
    expect(attempt.phase).toBe('succeeded')
  })
})

it('a cancelled run sees its signal abort, and may still end by itself', async () => {
  const step = event({ id: 'step1' }, async (_, ctx) => {
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
    return String((ctx.signal.reason as Error).message)
  })
  const { outcome, attempt } = startRun(step)
  await new Promise(setImmediate)
  attempt.cutOff(new Error('the run was cancelled'))
  expect(await outcome).toMatchObject({ status: 'succeeded', result: '"the run was cancelled"' })
  expect(attempt.phase).toBe('closed')
})
