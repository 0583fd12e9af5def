import { describe, expect, it } from 'vitest'
import { redirect, response, toResponse } from './outcome.ts'

describe('what an api handler returns is', () => {
  it.each([[undefined], [null]])('nothing, 204, for %s', (returned) => {
    expect(toResponse(returned)).toEqual({ status: 204, headers: {}, body: undefined })
  })

  it.each([[0], [''], [false], ['text'], [[]], [{}], [[1, { status: 200, body: 1 }]]])(
    'a value, 200, for %j',
    (returned) => {
      expect(toResponse(returned)).toEqual({ status: 200, headers: {}, body: returned })
    },
  )

  it('data when its status is a word, as in chapter 5', () => {
    const returned = { success: true, orderId: 'order_1', status: 'processing', body: 'x' }
    expect(toResponse(returned)).toEqual({ status: 200, headers: {}, body: returned })
  })

  it.each([
    [{ status: 201 }],
    [{ status: 99, body: 1 }],
    [{ status: 600, body: 1 }],
    [{ status: 200.5, body: 1 }],
    [{ status: '201', body: 1 }],
    [{ body: 1, headers: {} }],
  ])('data for %j', (returned) => {
    expect(toResponse(returned).body).toBe(returned)
    expect(toResponse(returned).status).toBe(200)
  })

  it('an envelope when its status is one of HTTP and it has a body or headers', () => {
    expect(toResponse({ status: 201, body: { id: 1 } })).toEqual({
      status: 201,
      headers: {},
      body: { id: 1 },
    })
    expect(toResponse({ status: 302, headers: { location: '/' } })).toEqual({
      status: 302,
      headers: { location: '/' },
      body: undefined,
    })
    expect(toResponse({ status: 599, body: undefined }).status).toBe(599)
  })

  it('what response() made, whatever it holds', () => {
    expect(toResponse(response(204))).toEqual({ status: 204, headers: {}, body: undefined })
    expect(toResponse(response(200, { status: 500, body: 1 }))).toMatchObject({
      status: 200,
      body: { status: 500, body: 1 },
    })
    const headers = { 'set-cookie': ['a=1', 'b=2'] }
    expect(toResponse(response(200, 'x', headers))).toEqual({ status: 200, body: 'x', headers })
  })

  it('what response() of another copy of this package made', () => {
    const foreign = Object.defineProperty(
      { status: 418, body: 'tea', headers: {} },
      Symbol.for('motia.response'),
      {
        value: true,
      },
    )
    expect(toResponse(foreign).status).toBe(418)
  })
})

it('a response is plain data to JSON', () => {
  expect(JSON.parse(JSON.stringify(response(201, { a: 1 })))).toEqual({
    status: 201,
    body: { a: 1 },
    headers: {},
  })
})

describe('a redirect', () => {
  it.each([
    ['/login', undefined, 302, '/login'],
    ['https://example.com/a?b=c#d', 301, 301, 'https://example.com/a?b=c#d'],
    ['/바나나 빵?q=a b', 303, 303, '/%EB%B0%94%EB%82%98%EB%82%98%20%EB%B9%B5?q=a%20b'],
    ['/already%20encoded', 308, 308, '/already%20encoded'],
    ['/half\ud800', 307, 307, '/half%EF%BF%BD'],
  ])('to %s with %s answers %s and %s', (url, status, answered, location) => {
    expect({ ...redirect(url, status, { 'x-own': '1' }) }).toEqual({
      status: answered,
      headers: { 'x-own': '1', location },
      body: undefined,
    })
  })

  it.each([
    ['/a\r\nset-cookie: b=1', 302],
    ['/a\nb', 302],
    ['/a\0', 302],
    [undefined as never, 302],
    ['/', 200],
    ['/', 304],
    ['/', 300],
  ])('to %j with %s is refused', (url, status) => {
    expect(() => redirect(url, status)).toThrow(expect.objectContaining({ code: 'MOTIA_OPTION' }))
  })
})
