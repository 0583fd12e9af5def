import type { WireEndpoint } from 'motia/workbench/wire/endpoints'
import { expect, it } from 'vitest'
import { withBroken } from '../schema/schema-draft.ts'
import { toRequest, toTryDraft, toUnready } from './try-request.ts'

const endpoint = (parts: Partial<WireEndpoint> = {}): WireEndpoint => ({
  stepId: 'order',
  method: 'POST',
  path: '/users/:id/orders/:order_id',
  params: ['id', 'order_id'],
  responses: {},
  file: 'order.ts',
  ...parts,
})

it('begins with the example, or one made from the schema', () => {
  expect(toTryDraft(endpoint({ example: { a: 1 } })).body.value).toEqual({ a: 1 })
  const body = { type: 'object', properties: { n: { type: 'integer', minimum: 3 } }, required: ['n'] }
  expect(toTryDraft(endpoint({ body })).body.value).toEqual({ n: 3 })
  expect(toTryDraft(endpoint({ method: 'GET', example: { a: 1 } })).body.value).toBeUndefined()
})

it('fills the path and the query in, encoded', () => {
  const draft = {
    ...toTryDraft(endpoint({ method: 'GET' })),
    params: { id: 'a/b', order_id: '7' },
    query: { value: { tag: ['x', 'y z'], limit: 5, off: undefined }, mode: 'form', broken: {} } as const,
    pairs: [
      { name: ' more ', value: '&' },
      { name: '', value: 'left out' },
    ],
  }
  expect(toRequest(endpoint({ method: 'GET' }), draft)).toEqual({
    method: 'GET',
    path: '/users/a%2Fb/orders/7?tag=x&tag=y+z&limit=5&more=%26',
  })
})

it('says that it sends JSON, unless told otherwise', () => {
  const draft = toTryDraft(endpoint({ example: { a: 1 } }))
  expect(toRequest(endpoint(), draft)).toMatchObject({
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  })
  const headers = [{ name: 'Content-Type', value: 'application/vnd.api+json' }]
  expect(toRequest(endpoint(), { ...draft, headers }).headers).toEqual({
    'content-type': 'application/vnd.api+json',
  })
})

it('waits for the names of the path, and for JSON that is whole', () => {
  const draft = toTryDraft(endpoint())
  expect(toUnready(endpoint(), draft)).toEqual({ kind: 'param', name: 'id' })
  const filled = { ...draft, params: { id: '1', order_id: '2' } }
  expect(toUnready(endpoint(), filled)).toBeUndefined()
  expect(toUnready(endpoint(), { ...filled, body: withBroken(filled.body, '', '{') })).toEqual({
    kind: 'broken',
  })
})
