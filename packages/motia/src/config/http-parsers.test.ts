import { describe, expect, it } from 'vitest'
import { parseCompression, parseCors, parseTrustProxy } from './http-parsers.ts'

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']
const expected = (text: string) => ({ expected: expect.stringContaining(text) })

describe('cors', () => {
  it.each([
    [true, { origin: '*', methods: METHODS }],
    ['on', { origin: '*', methods: METHODS }],
    [false, false],
    [
      'https://a.example, https://b.example',
      { origin: ['https://a.example', 'https://b.example'], methods: METHODS },
    ],
    [['http://localhost:5173'], { origin: ['http://localhost:5173'], methods: METHODS }],
    [{}, { origin: '*', methods: METHODS }],
    [
      { origin: '*', methods: ['get'] },
      { origin: '*', methods: ['GET'] },
    ],
    [
      { origin: 'https://*.example.com', credentials: true, maxAge: '1h', exposed: 'x-a', headers: ['x-b'] },
      {
        origin: ['https://*.example.com'],
        methods: METHODS,
        headers: ['x-b'],
        exposed: ['x-a'],
        credentials: true,
        maxAgeMs: 3_600_000,
      },
    ],
  ])('takes %j', (raw, value) => {
    expect(parseCors(raw)).toEqual({ value })
  })

  it.each<[unknown, string]>([
    [7, 'true, origins, or an object'],
    [undefined, 'true, origins, or an object'],
    [{ orgin: '*' }, 'did you mean "origin"'],
    [{ origin: 'example.com' }, '`origin` is "*", or origins'],
    [{ origin: 'https://example.com/' }, '`origin`'],
    [{ origin: 'https://ex*mple.com' }, '`origin`'],
    [{ origin: ['*', 'https://a.example'] }, '`origin`'],
    [{ origin: [] }, '`origin`'],
    [{ origin: /example/ }, '`origin`'],
    [{ methods: ['GET POST'] }, '`methods` is a list of names'],
    [{ headers: 7 }, '`headers` is a list of names'],
    [{ credentials: 'maybe' }, '`credentials` is true or false'],
    [{ maxAge: 'soon' }, '`maxAge` is milliseconds'],
    [{ credentials: true }, 'names its origins'],
    [{ origin: '*', credentials: true }, 'names its origins'],
  ])('refuses %j', (raw, text) => {
    expect(parseCors(raw)).toEqual(expected(text))
  })
})

describe('compression', () => {
  it.each([
    [true, { threshold: 1024 }],
    ['off', false],
    [4096, { threshold: 4096 }],
    ['4kb', { threshold: 4096 }],
    [{ threshold: '2kb' }, { threshold: 2048 }],
    [{ threshold: 0 }, { threshold: 0 }],
  ])('takes %j', (raw, value) => {
    expect(parseCompression(raw)).toEqual({ value })
  })

  it.each([[{}], [{ level: 9 }], [{ threshold: 1, level: 9 }], ['gzip'], [[1]], [undefined]])(
    'refuses %j',
    (raw) => {
      expect(parseCompression(raw)).toEqual(expected('true, or { threshold } in bytes'))
    },
  )
})

describe('trustProxy', () => {
  it.each([
    [true, true],
    ['false', false],
    ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
    [['::1', 'fd00::/8'], '::1, fd00::/8'],
  ])('takes %j', (raw, value) => {
    expect(parseTrustProxy(raw)).toEqual({ value })
  })

  it.each([[1], ['nginx'], ['10.0.0.0/33'], ['::/129'], ['10.0.0.0/8/1'], [[]], [{}]])(
    'refuses %j',
    (raw) => {
      expect(parseTrustProxy(raw)).toEqual(expected('addresses of proxies'))
    },
  )
})
