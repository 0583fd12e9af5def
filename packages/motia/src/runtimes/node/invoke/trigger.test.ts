import type { Receipt, TriggerOptions } from '@motia/core/trigger'
import { describe, expect, it } from 'vitest'
import { createFakeWorld, openContext } from './fixtures/fake-world.ts'
import { call, trigger } from './trigger.ts'

const ROUTES = { send: ['send'], pay: ['pay'], 'order.created': ['index', 'audit'], hook: ['hook', 'log'] }

function open(strict = false) {
  const world = createFakeWorld()
  world.targets.replace(ROUTES, strict)
  return { world, ...openContext(world) }
}

const failed = { runId: 'r', ok: false, stepId: 'pay', status: 'failed', reason: 'card refused' } as const

describe('a trigger inside a handler', () => {
  it('is staged with its payload as JSON, and names its runs beforehand', async () => {
    const { attempt, ctx, world } = open()
    const receipt = await ctx.trigger('order.created', { at: new Date(0) })
    const [request] = attempt.effects().triggers
    expect(request).toMatchObject({ target: 'order.created', payload: '{"at":"1970-01-01T00:00:00.000Z"}' })
    expect(receipt).toMatchObject({ id: request?.id, traceId: 'trace1', routed: true })
    expect(receipt.runs.map((run) => run.stepId)).toEqual(['index', 'audit'])
    expect(request?.runIds).toEqual(Object.fromEntries(receipt.runs.map((run) => [run.stepId, run.runId])))
    expect(world.sent).toEqual([])
  })

  it('needs no await', () => {
    const { attempt, ctx } = open()
    void ctx.trigger('send', 1)
    void ctx.trigger('pay', 2)
    expect(attempt.effects().triggers.map(({ target }) => target)).toEqual(['send', 'pay'])
  })

  it('of a target that nothing has goes on, unrouted', async () => {
    const { attempt, ctx } = open()
    const receipt = await ctx.trigger('update-user-status', {})
    expect(receipt).toMatchObject({ routed: false, runs: [] })
    expect(attempt.effects().triggers).toHaveLength(1)
    await expect(receipt.result()).rejects.toMatchObject({ code: 'MOTIA_UNROUTED' })
  })

  it('of a target that nothing has is an error where the project is strict, with the nearest', async () => {
    const { attempt, ctx } = open(true)
    await expect(ctx.trigger('sent')).rejects.toThrow('did you mean "send"?')
    await expect(ctx.call('sent')).rejects.toMatchObject({ code: 'MOTIA_UNROUTED' })
    expect(attempt.hasEffects()).toBe(false)
  })

  it('refuses what JSON cannot carry, and stages nothing', async () => {
    const { attempt, ctx } = open()
    const refused = ctx.trigger('send', { user: { id: 1n } })
    await expect(refused).rejects.toThrow('the payload of send holds a BigInt at user.id')
    expect(attempt.hasEffects()).toBe(false)
  })

  it('carries its options, and leaves out what means nothing', async () => {
    const { attempt, ctx } = open()
    await ctx.trigger('send', 1, { delay: 1500, key: 'k' })
    await ctx.trigger('send', 1, { delay: 0 })
    const [first, second] = attempt.effects().triggers
    expect(first).toMatchObject({ delayMs: 1500, key: 'k' })
    expect(Object.keys(second ?? {}).sort()).toEqual(['id', 'payload', 'runIds', 'target'])
  })

  it.each([
    [Number.NaN, 'delay of trigger "send" is NaN'],
    [-1, 'delay of trigger "send" is -1'],
    ['5s', 'delay of trigger "send" is 5s'],
  ])('refuses a delay of %j', async (delay, message) => {
    const { ctx } = open()
    await expect(ctx.trigger('send', 1, { delay: delay as number })).rejects.toThrow(message)
  })

  it.each([[undefined], [''], [{}]])('refuses %j as target', async (target) => {
    const { ctx } = open()
    await expect(ctx.trigger(target as string)).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
  })
})

describe('after', () => {
  const afterOf = async (options: (receipts: Receipt[]) => TriggerOptions['after']) => {
    const { attempt, ctx } = open()
    const receipts = [
      await ctx.trigger('pay'),
      await ctx.trigger('order.created'),
      await ctx.trigger('nobody'),
    ]
    const after = options(receipts)
    await ctx.trigger('send', 1, after === undefined ? {} : { after })
    const runIds = receipts.map(({ runs }) => runs.map(({ runId }) => runId))
    return { request: attempt.effects().triggers.at(-1), runIds, receipts }
  }

  it('a receipt waits for all its runs', async () => {
    const { request, runIds } = await afterOf(([, created]) => created)
    expect(request?.after).toEqual(runIds[1])
  })

  it('several receipts waits for the runs of all, also when they went through JSON', async () => {
    const { request, runIds } = await afterOf(([pay, created]) => JSON.parse(JSON.stringify([pay, created])))
    expect(request?.after).toEqual([...(runIds[0] ?? []), ...(runIds[1] ?? [])])
  })

  it('an unrouted receipt says so, so that the run is cancelled for it', async () => {
    const { request, receipts } = await afterOf(([pay, , nobody]) => [pay, nobody] as Receipt[])
    expect(request).toMatchObject({ afterUnrouted: receipts[2]?.id })
    expect(request).not.toHaveProperty('after')
  })

  it('nothing waits for nothing', async () => {
    expect((await afterOf(() => [])).request?.after ?? []).toEqual([])
  })
})

describe('a trigger that goes out at once', () => {
  it('says which run asks, and counts the sends of each target', async () => {
    const { attempt, ctx, world } = open()
    await ctx.trigger('send', 1, { now: true })
    await ctx.trigger('pay', 2, { now: true, key: 'k' })
    await ctx.trigger('send', 3, { now: true })
    const from = { runId: 'run1', traceId: 'trace1', stepId: 'step1' }
    expect(world.sent).toMatchObject([
      { request: { target: 'send', payload: '1' }, from, ordinal: 1 },
      { request: { target: 'pay', key: 'k' }, from, ordinal: 1 },
      { request: { target: 'send', payload: '3' }, from, ordinal: 2 },
    ])
    expect(attempt.hasEffects()).toBe(false)
  })

  it('is every one outside of a run, which has no asker', async () => {
    const { world } = open()
    const receipt = await trigger(world, undefined, 'send', 'x')
    expect(world.sent).toEqual([{ request: { id: receipt.id, target: 'send', payload: '"x"' }, ordinal: 0 }])
    expect(receipt.traceId).toBe('new trace')
  })

  it('is every one after the handler returned, with one warning', async () => {
    const { attempt, ctx, world } = open()
    attempt.phase = 'succeeded'
    await ctx.trigger('send', 1)
    await ctx.trigger('send', 2)
    expect(world.sent.map(({ ordinal }) => ordinal)).toEqual([1, 2])
    expect(world.sent[0]?.from?.traceId).toBe('trace1')
    expect(world.warnings).toEqual([
      'step1 triggered "send" after it had returned: accepted, but not with its commit',
    ])
  })
})

describe('after a failure, a timeout or a cancel, the context is closed', () => {
  it.each([
    ['trigger', (open: ReturnType<typeof openContext>) => open.ctx.trigger('send')],
    ['trigger now', (open: ReturnType<typeof openContext>) => open.ctx.trigger('send', 1, { now: true })],
    ['call', (open: ReturnType<typeof openContext>) => open.ctx.call('send')],
  ])('to %s', async (_, ask) => {
    const { attempt, ctx, world } = open()
    attempt.cutOff(new Error('too late'))
    await expect(ask({ attempt, ctx })).rejects.toMatchObject({
      code: 'MOTIA_CONTEXT_CLOSED',
      message: expect.stringContaining('step1 (run run1)'),
    })
    expect(world.sent).toEqual([])
    expect(attempt.hasEffects()).toBe(false)
  })
})

describe('a receipt', () => {
  it('is plain data to JSON, so that a handler may return it', async () => {
    const { ctx } = open()
    const receipt = await ctx.trigger('send')
    const { id, runs } = receipt
    expect(JSON.parse(JSON.stringify(receipt))).toEqual({ id, traceId: 'trace1', routed: true, runs })
  })

  it('has no result inside the handler that staged it, which would wait for itself', async () => {
    const { ctx } = open()
    const receipt = await ctx.trigger('send')
    await expect(receipt.result()).rejects.toMatchObject({ code: 'MOTIA_RESULT_BEFORE_COMMIT' })
  })

  it('has its result once the attempt has committed', async () => {
    const { attempt, ctx, world } = open()
    const receipt = await ctx.trigger('send')
    attempt.phase = 'succeeded'
    world.results.set(receipt.runs[0]?.runId ?? '', { runId: 'r', ok: true, result: '{"sent":true}' })
    expect(await receipt.result()).toEqual({ sent: true })
  })

  it('never has one when the attempt failed: its runs will never be', async () => {
    const { attempt, ctx } = open()
    const receipt = await ctx.trigger('send')
    attempt.phase = 'closed'
    await expect(receipt.result()).rejects.toMatchObject({ code: 'MOTIA_CONTEXT_CLOSED' })
  })

  it('of what went out at once has its result inside the handler', async () => {
    const { ctx, world } = open()
    const receipt = await ctx.trigger('send', 1, { now: true })
    world.results.set(receipt.runs[0]?.runId ?? '', { runId: 'r', ok: true, result: 'null' })
    expect(await receipt.result()).toBeNull()
  })

  it('of a topic gives the results of all subscribers, in their order', async () => {
    const { world } = open()
    const receipt = await trigger(world, undefined, 'order.created', 1)
    const [first, second] = receipt.runs
    world.results.set(second?.runId ?? '', { runId: '2', ok: true, result: '2' })
    world.results.set(first?.runId ?? '', { runId: '1', ok: true, result: '1' })
    expect(await receipt.result()).toEqual([1, 2])
  })

  it('of an id gives the result of its own step, also when others subscribe to it', async () => {
    const { world } = open()
    const receipt = await trigger(world, undefined, 'hook', 1)
    for (const { runId, stepId } of receipt.runs)
      world.results.set(runId, { runId, ok: true, result: JSON.stringify(stepId) })
    expect(await receipt.result()).toBe('hook')
  })

  it('throws what the run ended with', async () => {
    const { world } = open()
    const receipt = await trigger(world, undefined, 'pay', 1)
    world.results.set(receipt.runs[0]?.runId ?? '', failed)
    await expect(receipt.result()).rejects.toMatchObject({ name: 'CallFailedError', runId: 'r' })
  })
})

describe('a call', () => {
  it('gives the value that the run succeeded with', async () => {
    const { ctx, world } = open()
    world.results.set('pay', { runId: 'r', ok: true, result: '{"paid":109.97}' })
    expect(await ctx.call('pay', { amount: 109.97 })).toEqual({ paid: 109.97 })
    expect(world.sent).toMatchObject([{ request: { payload: '{"amount":109.97}' }, ordinal: 1 }])
  })

  it('throws when the run failed for good', async () => {
    const { world } = open()
    world.results.set('pay', failed)
    const error = call(world, undefined, 'pay', 1)
    await expect(error).rejects.toThrow('run r of pay failed: card refused')
  })
})
