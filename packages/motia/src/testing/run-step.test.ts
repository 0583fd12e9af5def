import { api, cron, event, HttpError, logger, motia } from '@motia/core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { runStep } from './run-step.ts'

const charge = event(
  { id: 'charge', schema: z.object({ order: z.string(), amount: z.coerce.number() }) },
  async ({ order, amount }, ctx) => {
    const known = await ctx.state.get<number>('paid', order)
    if (known !== null) return 'paid before'
    if (amount > 100) throw new RangeError('too much')
    await ctx.state.set('paid', order, amount)
    await ctx.state.increment('totals', 'all', amount)
    await motia.trigger('receipt', { order }, { delay: 1_000, key: order })
    await ctx.trigger('audit', order, { now: true })
    logger.info('charged', { amount })
    return ctx.attempt
  },
)

it('gives back what the handler asked for', async () => {
  const run = await runStep(
    charge,
    { order: 'o1', amount: '5' },
    { attempt: 2, state: { totals: { all: 7 } } },
  )
  expect(run.result).toBe(2)
  expect(run.state).toEqual({ paid: { o1: 5 }, totals: { all: 12 } })
  expect(run.triggers).toEqual([
    { target: 'audit', payload: 'o1', from: 'charge' },
    { target: 'receipt', payload: { order: 'o1' }, from: 'charge', delay: 1_000, key: 'o1' },
  ])
  expect(run.logs).toMatchObject([{ level: 'info', message: 'charged', fields: { amount: 5 } }])
})

it('lets the handler read the state that it was given', async () => {
  const run = await runStep(charge, { order: 'o1', amount: 5 }, { state: { paid: { o1: 5 } } })
  expect(run).toMatchObject({ result: 'paid before', triggers: [], state: { paid: { o1: 5 } } })
})

it('throws what the handler throws, and names what is wrong with an input', async () => {
  await expect(runStep(charge, { order: 'o1', amount: 500 })).rejects.toBeInstanceOf(RangeError)
  await expect(runStep(charge, { order: 1 } as never)).rejects.toMatchObject({
    name: 'ValidationError',
    code: 'MOTIA_VALIDATION',
    issues: [expect.objectContaining({ path: 'order' }), expect.anything()],
  })
})

it('answers calls as the test says', async () => {
  const caller = event({ id: 'caller' }, async (_, ctx) => [await ctx.call('a', 2), await motia.call('b')])
  const run = await runStep(caller, null, { calls: { a: (n: number) => n * 2, b: 'fixed' } })
  expect(run.result).toEqual([4, 'fixed'])
  expect(run.triggers.map(({ target }) => target)).toEqual(['a', 'b'])
  await expect(runStep(caller, null)).rejects.toThrow('the step calls "a"')
})

it('runs api steps with a request, cron steps with a tick', async () => {
  const read = api(
    { id: 'read', method: 'GET', path: '/users/:id' },
    ({ params, query, headers, locals }) => {
      if (params.id === '0') throw new HttpError(404, { no: 'such user' })
      return {
        status: 203,
        headers: { 'x-a': 'b' },
        body: { params, query, auth: headers.authorization, locals },
      }
    },
  )
  const { response, result } = await runStep(read, {
    params: { id: '7' },
    query: { full: '1' },
    headers: { Authorization: 'me' },
    locals: { user: 1 },
  })
  expect(response).toEqual({ status: 203, headers: { 'x-a': 'b' } })
  expect(result).toEqual({ params: { id: '7' }, query: { full: '1' }, auth: 'me', locals: { user: 1 } })
  await expect(runStep(read, { params: { id: '0' } })).rejects.toMatchObject({ status: 404 })
  const nightly = cron({ id: 'nightly', schedule: '@daily' }, ({ schedule }) => schedule)
  expect((await runStep(nightly)).result).toBe('@daily')
})

it('leaves nothing behind, however it ends', async () => {
  await runStep(charge, { order: 'o1', amount: 500 }).catch(() => {})
  expect(() => motia.trigger('nobody')).toThrow('outside a Motia process')
})
