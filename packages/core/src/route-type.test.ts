import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { redirect, response } from './outcome.ts'
import type { JsonOf, RouteOf } from './route-type.ts'
import { api } from './step.ts'

const User = z.object({ id: z.string(), at: z.date(), role: z.enum(['user', 'admin']).default('user') })

describe('the route of an api step', () => {
  it('is typed by what it takes and by what its schemas say that it answers', () => {
    const step = api(
      {
        id: 's',
        method: 'POST',
        path: '/',
        schema: {
          body: z.object({ n: z.number().default(1), at: z.date() }),
          query: { type: 'object', properties: { page: { type: 'integer' } } },
          response: { 201: User, 404: { type: 'object', properties: { error: { type: 'string' } } } },
        },
      },
      () => 'whatever',
    )
    type Route = RouteOf<typeof step>
    expectTypeOf<Route['body']>().toEqualTypeOf<{ n?: number | undefined; at: Date }>()
    expectTypeOf<Route['query']>().toEqualTypeOf<{ page?: number | undefined }>()
    expectTypeOf<Route['answer']>().toEqualTypeOf<
      | { readonly status: 201; readonly body: { id: string; at: string; role?: 'user' | 'admin' } }
      | { readonly status: 404; readonly body: { error?: string } }
    >()
  })

  it('is typed by what its handler returns, if no schema says it', () => {
    const step = api({ id: 's', method: 'GET', path: '/' }, async ({ query }) => {
      if (query.a) return response(404, { error: 'no' })
      if (query.b) return response(202)
      if (query.c) return
      return {
        id: 'x',
        at: new Date(),
        tags: new Set<string>(),
        f: () => 1,
        maybe: query.d as string | undefined,
      }
    })
    expectTypeOf<RouteOf<typeof step>['answer']>().toEqualTypeOf<
      | { readonly status: 404; readonly body: { error: string } }
      | { readonly status: 202; readonly body: undefined }
      | { readonly status: 204; readonly body: undefined }
      | {
          readonly status: 200
          readonly body: { id: string; at: string; tags: JsonOf<Set<string>>; maybe?: string }
        }
    >()
    const one = api({ id: 's', method: 'GET', path: '/', schema: { response: User } }, () => 1)
    expectTypeOf<RouteOf<typeof one>['answer']['status']>().toEqualTypeOf<200>()
    const moved = api({ id: 's', method: 'GET', path: '/' }, () => redirect('/a'))
    expectTypeOf<RouteOf<typeof moved>['answer']>().toEqualTypeOf<{
      readonly status: number
      readonly body: undefined
    }>()
    const loose = api({ id: 's', method: 'GET', path: '/' }, ({ body }) => body)
    expectTypeOf<RouteOf<typeof loose>['answer']['body']>().toBeAny()
  })

  it('of something else is any', () => {
    expectTypeOf<RouteOf<unknown>['body']>().toBeAny()
    expectTypeOf<RouteOf<{ kind: 'api' }>['answer']['body']>().toBeAny()
  })
})

describe('what is left of a value that went as JSON', () => {
  it('has texts for dates, and no functions', () => {
    expectTypeOf<
      JsonOf<{ a: Date[]; b?: number; c: () => void; d: [string, null]; e: bigint }>
    >().toEqualTypeOf<{
      a: string[]
      b?: number
      d: [string, null]
    }>()
    expectTypeOf<JsonOf<unknown>>().toEqualTypeOf<unknown>()
    expectTypeOf<JsonOf<'a' | 1>>().toEqualTypeOf<'a' | 1>()
  })
})
