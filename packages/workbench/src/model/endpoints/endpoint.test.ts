import type { WireEndpoint, WireResponse } from 'motia/workbench/wire/endpoints'
import { expect, it } from 'vitest'
import { findEndpoints, splitPath, toResponseBody } from './endpoint.ts'

const endpoint = (method: string, path: string, stepId: string): WireEndpoint => ({
  method,
  path,
  stepId,
  params: [],
  responses: {},
  file: '',
})
const response = (body: string, type?: string, parts: Partial<WireResponse> = {}): WireResponse => ({
  status: 200,
  headers: type === undefined ? [] : [['Content-Type', type]],
  body,
  isBase64: false,
  isCut: false,
  bytes: body.length,
  headMs: 1,
  totalMs: 1,
  traceId: 't',
  ...parts,
})

it('finds endpoints by any of their words', () => {
  const all = [endpoint('GET', '/users/:id', 'read-user'), endpoint('POST', '/orders', 'process-order')]
  expect(findEndpoints(all, 'get USER').map(({ stepId }) => stepId)).toEqual(['read-user'])
  expect(findEndpoints(all, 'order')).toHaveLength(1)
  expect(findEndpoints(all, ' ')).toHaveLength(2)
})

it('sets the names of a path off', () => {
  expect(splitPath('/users/:id/x').map(({ text, isParam }) => (isParam ? `<${text}>` : text))).toEqual([
    '/users/',
    '<:id>',
    '/x',
  ])
})

it('reads JSON where it is JSON', () => {
  expect(toResponseBody(response('{"a":1}', 'application/json; charset=utf-8'))).toEqual({
    kind: 'json',
    value: { a: 1 },
  })
  expect(toResponseBody(response('{"a":1}', 'application/problem+json'))).toMatchObject({ kind: 'json' })
  expect(toResponseBody(response('[1]'))).toMatchObject({ kind: 'json' })
  expect(toResponseBody(response('[1]', 'text/plain'))).toEqual({ kind: 'text', text: '[1]' })
  expect(toResponseBody(response('{"a":', 'application/json'))).toMatchObject({ kind: 'text' })
  expect(toResponseBody(response('AAEC', 'image/png', { isBase64: true }))).toEqual({ kind: 'binary' })
  expect(toResponseBody(response(''))).toEqual({ kind: 'empty' })
})
