import { api, event } from '@motia/core'
import type { Step } from '@motia/core/step'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toPayload, toRequest, ValidationError, validateParts } from './validation.ts'

const handler = async () => {}
const Email = z.strictObject({ to: z.email(), copies: z.number().default(1) })
const strictEvent = event({ id: 'send', schema: Email }, handler) as Step

async function issuesOf(validating: () => unknown) {
  try {
    await validating()
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError)
    return (error as ValidationError).issues
  }
  return []
}

describe('the payload of an event step', () => {
  it('is what its schema makes of it', () => {
    expect(toPayload(strictEvent, { to: 'a@b.co' })).toEqual({ to: 'a@b.co', copies: 1 })
  })

  it('is anything without a schema, as it came', () => {
    const payload = { __retry: 1, a: [1] }
    expect(toPayload(event({ id: 'e' }, handler) as Step, payload)).toBe(payload)
  })

  it('keeps metadata apart: never validated, but handed on', () => {
    expect(toPayload(strictEvent, { to: 'a@b.co', __retry: 2, __from: { x: 1 } })).toEqual({
      to: 'a@b.co',
      copies: 1,
      __retry: 2,
      __from: { x: 1 },
    })
  })

  it('names every path that is wrong, in its issues and its message', async () => {
    const issues = await issuesOf(() => toPayload(strictEvent, { to: 'nobody', copies: 'x', other: 1 }))
    expect(issues.map(({ path }) => path).sort()).toEqual(['', 'copies', 'to'])
    const error = new ValidationError('send', issues)
    expect(error.message).toContain('the input of send does not match its schema: ')
    for (const path of ['to: ', 'copies: ', '(root): ']) expect(error.message).toContain(path)
    expect(error.code).toBe('MOTIA_VALIDATION')
  })

  it('may be validated elsewhere, in its time', async () => {
    const Free = z.object({ name: z.string().refine(async (name) => name !== 'taken', 'is taken') })
    const step = event({ id: 'e', schema: Free }, handler) as Step
    expect(await toPayload(step, { name: 'free', __retry: 1 })).toEqual({ name: 'free', __retry: 1 })
    expect(await issuesOf(() => toPayload(step, { name: 'taken' }))).toEqual([
      { path: 'name', message: 'is taken' },
    ])
  })

  it('is left alone when it is no object', async () => {
    const step = event({ id: 'e', schema: z.array(z.number()) }, handler) as Step
    expect(toPayload(step, [1, 2])).toEqual([1, 2])
    expect(await issuesOf(() => toPayload(step, null))).toHaveLength(1)
  })
})

describe('the parts of a request', () => {
  const schemas = {
    params: z.object({ id: z.coerce.number().int() }),
    query: z.object({ page: z.coerce.number().default(1) }),
    body: z.object({ items: z.array(z.object({ quantity: z.number().min(1) })) }),
  }

  it('are what their schemas make of them', () => {
    expect(validateParts('s', schemas, { params: { id: '7' }, query: {}, body: { items: [] } })).toEqual({
      params: { id: 7 },
      query: { page: 1 },
      body: { items: [] },
    })
  })

  it('are as they came where there is no schema', () => {
    const parts = { params: { id: '7' }, query: { q: 'x' }, body: undefined }
    expect(validateParts('s', undefined, parts)).toBe(parts)
    expect(validateParts('s', { query: schemas.query }, parts)).toEqual({ ...parts, query: { page: 1 } })
  })

  it('are all looked at, and each issue says in which it is', async () => {
    const parts = { params: { id: 'x' }, query: { page: 'y' }, body: { items: [{ quantity: 0 }] } }
    const issues = await issuesOf(() => validateParts('s', schemas, parts))
    expect(issues.map((issue) => `${issue.in} ${issue.path}`)).toEqual([
      'params id',
      'query page',
      'body items.0.quantity',
    ])
  })

  it('wait for the schemas that take their time, and are still all looked at', async () => {
    const slow = z.object({ id: z.string().refine(async () => false, 'unknown') })
    const parts = { params: { id: '7' }, query: {}, body: {} }
    const issues = await issuesOf(() => validateParts('s', { params: slow, body: schemas.body }, parts))
    expect(issues.map((issue) => issue.in).sort()).toEqual(['body', 'params'])
  })
})

describe('an api step that is triggered by its id', () => {
  const step = api({ id: 'users', method: 'POST', path: '/users', schema: { body: Email } }, handler)

  it('gets the payload as body, and a request around it', async () => {
    const request = await toRequest(step as Step<'api'>, { to: 'a@b.co' })
    expect(request).toMatchObject({
      body: { to: 'a@b.co', copies: 1 },
      params: {},
      query: {},
      headers: {},
      method: 'POST',
      path: '/users',
      url: '/users',
    })
    expect(Buffer.from((request as { rawBody: Uint8Array }).rawBody).toString()).toBe('{"to":"a@b.co"}')
  })

  it('has metadata kept from its schema too', async () => {
    const request = await toRequest(step as Step<'api'>, { to: 'a@b.co', __retry: 1 })
    expect(request).toMatchObject({ body: { to: 'a@b.co', copies: 1, __retry: 1 } })
  })

  it('refuses a payload that is no body of it', async () => {
    expect(await issuesOf(() => toRequest(step as Step<'api'>, { to: 1 }))).toMatchObject([
      { path: 'to', in: 'body' },
    ])
  })
})

describe('schemas that are JSON Schema', () => {
  const schema = {
    body: { type: 'object', properties: { n: { type: 'integer', default: 1 } } },
    query: { properties: { page: { type: 'integer' } } },
    headers: { properties: { 'x-version': { type: 'integer' } }, required: ['x-version'] },
  } as const

  it('fill in defaults, read numbers from texts, and leave the other headers as they were', () => {
    const headers = { 'x-version': '2', cookie: 'a=1' }
    expect(validateParts('s', schema, { body: {}, params: {}, query: { page: '3' }, headers })).toEqual({
      body: { n: 1 },
      params: {},
      query: { page: 3 },
      headers: { 'x-version': 2, cookie: 'a=1' },
    })
  })

  it('name what is wrong, and the part that it is in', async () => {
    const parts = { body: { n: '1' }, params: {}, query: {}, headers: {} }
    expect(await issuesOf(() => validateParts('s', schema, parts))).toEqual([
      { in: 'headers', path: 'x-version', message: 'is required' },
      { in: 'body', path: 'n', message: 'must be an integer; it is a string' },
    ])
  })
})

it('of an input with thousands of mistakes the first hundred are told', () => {
  const issues = Array.from({ length: 5_000 }, (_, i) => ({ path: String(i), message: 'is wrong' }))
  expect(new ValidationError('s', issues).issues).toHaveLength(100)
})
