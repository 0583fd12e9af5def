import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Context } from './context.ts'
import { api, cron, event, HTTP_METHODS, isStep, noop, STEP_KINDS, type Step, type Tick } from './step.ts'

describe('a step', () => {
  const handler = async () => 1

  it('is its kind, its options and its handler, which stays callable', () => {
    const options = { id: 'a', method: 'GET', path: '/a' } as const
    const step = api(options, handler)
    expect(step).toEqual({ kind: 'api', options, handler })
    expect(step.handler).toBe(handler)
    expect(event({ id: 'b' }, handler).kind).toBe('event')
    expect(cron({ id: 'c', schedule: '0 9 * * *' }, handler).kind).toBe('cron')
    expect(noop({ id: 'd' })).not.toHaveProperty('handler')
  })

  it('is known as one by every copy of this package, and nothing else is', () => {
    const foreign = Object.defineProperty({ kind: 'noop' }, Symbol.for('motia.step'), { value: true })
    expect([event({ id: 'b' }, handler), noop({ id: 'd' }), foreign].map(isStep)).toEqual([true, true, true])
    const others = [undefined, null, 1, 'step', {}, { kind: 'event', options: {}, handler }, handler]
    expect(others.map(isStep)).not.toContain(true)
  })

  it('is not a step any more after it was copied, so that a spread re-registers nothing', () => {
    expect(isStep({ ...noop({ id: 'd' }) })).toBe(false)
  })

  it('is of a kind and answers a method that the lists name', () => {
    expectTypeOf<Step['kind']>().toEqualTypeOf<(typeof STEP_KINDS)[number]>()
    expect(new Set(STEP_KINDS).size).toBe(4)
    expect(HTTP_METHODS).toContain('PATCH')
  })
})

describe('a handler of an api step', () => {
  const Body = z.object({ name: z.string(), role: z.enum(['user', 'admin']).default('user') })
  const Params = z.object({ id: z.coerce.number() })
  const Query = z.object({ q: z.string().optional() })

  it('has each part typed by its schema, defaults filled', () => {
    const step = api(
      { id: 'a', method: 'POST', path: '/a/:id', schema: { body: Body, params: Params, query: Query } },
      ({ body, params, query }) => {
        expectTypeOf(body).toEqualTypeOf<{ name: string; role: 'user' | 'admin' }>()
        expectTypeOf(params).toEqualTypeOf<{ id: number }>()
        expectTypeOf(query).toEqualTypeOf<{ q?: string | undefined }>()
        // @ts-expect-error role is no number
        const wrong: number = body.role
        return wrong
      },
    )
    expectTypeOf(step).toExtend<Step<'api', { name: string; role?: 'user' | 'admin' | undefined }>>()
  })

  it('has parts without a schema as they come: a body of anything, params and query of text', () => {
    const step = api({ id: 'a', method: 'GET', path: '/a', schema: { query: Query } }, (request, ctx) => {
      expectTypeOf(request.body).toBeAny()
      expectTypeOf(request.params).toEqualTypeOf<Record<string, string>>()
      expectTypeOf(request.query).toEqualTypeOf<{ q?: string | undefined }>()
      expectTypeOf(request.headers.cookie).toEqualTypeOf<string | string[] | undefined>()
      expectTypeOf(request.rawBody).toEqualTypeOf<Uint8Array>()
      expectTypeOf(ctx).toEqualTypeOf<Context>()
      expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>()
    })
    expectTypeOf(step['~payload']).toBeAny()
    api({ id: 'a', method: 'GET', path: '/a' }, ({ body, query }) => {
      expectTypeOf(body).toBeAny()
      expectTypeOf(query).toEqualTypeOf<Record<string, string | string[]>>()
    })
  })

  it('is refused where its options are wrong', () => {
    // @ts-expect-error no such method
    api({ id: 'a', method: 'FETCH', path: '/' }, () => 1)
    // @ts-expect-error a path is missing
    api({ id: 'a', method: 'GET' }, () => 1)
    // @ts-expect-error a schema is no plain object
    api({ id: 'a', method: 'GET', path: '/', schema: { body: { name: 'string' } } }, () => 1)
  })
})

describe('a schema that is JSON Schema', () => {
  it('types what a handler gets and what a sender gives', () => {
    const Order = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        tries: { type: 'integer', default: 1 },
        role: { enum: ['user', 'admin'] },
        note: { type: ['string', 'null'] },
        items: {
          type: 'array',
          items: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
        },
        pair: { prefixItems: [{ type: 'string' }, { type: 'boolean' }], type: 'array', items: false },
        either: { anyOf: [{ type: 'string' }, { const: 7 }] },
        far: { $ref: '#/$defs/x' },
        map: { type: 'object', additionalProperties: { type: 'number' } },
      },
      required: ['id', 'role', 'items'],
    } as const
    const step = event({ id: 'e', schema: Order }, (payload) => {
      const { far, ...rest } = payload
      expectTypeOf(far).toBeAny()
      expectTypeOf(rest).toEqualTypeOf<{
        id: string
        role: 'user' | 'admin'
        items: { n: number }[]
        tries: number
        note?: string | null | undefined
        pair?: [string, boolean] | undefined
        either?: string | 7 | undefined
        map?: Record<string, number> | undefined
      }>()
    })
    expectTypeOf<NonNullable<(typeof step)['~payload']>['tries']>().toEqualTypeOf<number | undefined>()
    const literal = event(
      { id: 'e', schema: { properties: { a: { type: 'boolean' } }, required: ['a'] } },
      ({ a }) => expectTypeOf(a).toEqualTypeOf<boolean>(),
    )
    expectTypeOf(literal['~payload']).toEqualTypeOf<{ a: boolean } | undefined>()
    const Both = {
      allOf: [
        { properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'null' } } },
      ],
    } as const
    event({ id: 'e', schema: Both }, (payload) => {
      expectTypeOf(payload.a).toEqualTypeOf<string>()
      expectTypeOf(payload.b).toEqualTypeOf<null | undefined>()
    })
    event({ id: 'e', schema: {} }, (payload) => expectTypeOf(payload).toBeAny())
  })

  it('types each part of a request', () => {
    const schema = {
      params: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
      headers: { properties: { 'x-tenant': { type: 'string' } }, required: ['x-tenant'] },
    } as const
    api({ id: 'a', method: 'GET', path: '/:id', schema }, ({ params, headers }) => {
      expectTypeOf(params.id).toEqualTypeOf<number>()
      expectTypeOf(headers['x-tenant']).toEqualTypeOf<string>()
      expectTypeOf(headers.cookie).toEqualTypeOf<string | string[] | undefined>()
    })
  })
})

describe('a handler of another step', () => {
  it('gets the payload itself, typed by its schema', () => {
    const Order = z.object({ id: z.string(), tries: z.number().default(1), at: z.coerce.date() })
    const step = event(
      { id: 'e', schema: Order, on: ['order.created'], concurrency: 5 },
      async (payload, ctx) => {
        expectTypeOf(payload).toEqualTypeOf<{ id: string; tries: number; at: Date }>()
        expectTypeOf(await ctx.state.get<number>('g', 'k')).toEqualTypeOf<number | null>()
      },
    )
    expectTypeOf(step['~payload']).toEqualTypeOf<
      { id: string; tries?: number | undefined; at: unknown } | undefined
    >()
  })

  it('gets anything without a schema, also destructured with defaults', () => {
    const step = event({ id: 'e' }, async ({ stepId, error, context, retryCount = 0 }) => {
      expectTypeOf(stepId).toBeAny()
      expectTypeOf(error.message).toBeAny()
      return [context, retryCount]
    })
    expectTypeOf(step['~payload']).toBeAny()
  })

  it('gets the tick of a schedule, or ignores it', () => {
    cron({ id: 'c', schedule: '@daily' }, (tick, ctx) => {
      expectTypeOf(tick).toEqualTypeOf<Tick>()
      expectTypeOf(ctx.attempt).toEqualTypeOf<number>()
    })
    cron(
      { id: 'c', schedule: '0 2 * * 0', overlap: 'queue', catchUp: 'all', timezone: 'Asia/Seoul' },
      async () => 1,
    )
    // @ts-expect-error no such policy
    cron({ id: 'c', schedule: '@daily', overlap: 'sometimes' }, () => 1)
  })
})
