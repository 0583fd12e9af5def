/** Requests that are no HTTP, or two at once: sent as they are, since no client would. */
import { type BadCase, type Expected, type InputClass, raw, toRequest } from './case.ts'

const REFUSED: Expected = 400
const end = 'host: a\nconnection: close\n'
const post = (lines: string, body = '') =>
  `POST /echo HTTP/1.1\n${end}content-type: application/json\n${lines}\n${body}`
const chunked = (what: string, body: string, expect: Expected = REFUSED): BadCase =>
  raw(what, post('transfer-encoding: chunked\n', body), expect)
const line = (given: string, expect: Expected = REFUSED): BadCase =>
  raw(given.slice(0, 40), `${given}\n${end}\n`, expect)
const header = (given: string, expect: Expected = REFUSED): BadCase =>
  raw(
    JSON.stringify(given.slice(0, 40)),
    `POST /echo HTTP/1.1\n${end}content-length: 0\n${given}\n\n`,
    expect,
  )

export const FRAMING_CLASSES: readonly InputClass[] = [
  {
    name: 'lengths that are none',
    bad: ['abc', '-1', '1 2', '0x10', '1e3', '5, 6', '+5', '1.0', '٣', '99999999999999999999999', '5;'].map(
      (length) =>
        raw(length, post(`content-length: ${Buffer.from(length).toString('latin1')}\n`, '12345'), REFUSED),
    ),
    accepted: [{ what: '5', bytes: toRequest('12345') }],
  },
  {
    name: 'two lengths',
    bad: [
      raw('different', post('content-length: 5\ncontent-length: 6\n', '12345'), REFUSED),
      raw('the same', post('content-length: 5\ncontent-length: 5\n', '12345'), REFUSED),
      raw('a length and chunks', post('content-length: 5\ntransfer-encoding: chunked\n', '0\n\n'), REFUSED),
      raw('chunks and a length', post('transfer-encoding: chunked\ncontent-length: 5\n', '0\n\n'), REFUSED),
    ],
    accepted: [{ what: 'one', bytes: toRequest('12345') }],
  },
  {
    name: 'requests smuggled in codings',
    bad: [
      ...[
        'xchunked',
        'identity',
        'gzip',
        'chunked, identity',
        'chunked;q=1',
        '"chunked"',
        'chunked chunked',
      ].map((coding) =>
        raw(
          coding,
          post(`transfer-encoding: ${coding}\n`, '5\n12345\n0\n\nGET /echo HTTP/1.1\nhost: a\n\n'),
          [400, 501],
        ),
      ),
      raw(
        'two codings',
        post('transfer-encoding: chunked\ntransfer-encoding: identity\n', '0\n\n'),
        [400, 501],
      ),
      raw('a space before the colon', post('transfer-encoding : chunked\n', '0\n\n'), REFUSED),
      raw('a folded line', post('transfer-encoding:\n chunked\ncontent-length: 1\n', '1'), REFUSED),
    ],
    accepted: [
      {
        what: 'chunked',
        bytes: Buffer.from(post('transfer-encoding: chunked\n', '1\n1\n0\n\n').replaceAll('\n', '\r\n')),
      },
    ],
  },
  {
    name: 'chunks of a size that is none',
    bad: [
      chunked('no hex', 'zz\n12\n0\n\n'),
      chunked('negative', '-1\n1\n0\n\n'),
      chunked('a prefix', '0x1\n1\n0\n\n'),
      chunked('empty', '\n1\n0\n\n'),
      chunked('too small', '1\n123\n0\n\n'),
      chunked('a space before', ' 1\n1\n0\n\n'),
      chunked('a sign', '+1\n1\n0\n\n'),
      chunked('17 digits', 'fffffffffffffffff\n1\n0\n\n'),
      {
        ...chunked('bare line feeds', ''),
        bytes: Buffer.from(`${post('transfer-encoding: chunked\n').replaceAll('\n', '\r\n')}1\n1\n0\n\n`),
      },
    ],
    accepted: [
      {
        what: 'an extension',
        bytes: Buffer.from(post('transfer-encoding: chunked\n', '1;a=b\n1\n0\n\n').replaceAll('\n', '\r\n')),
      },
      {
        what: 'a trailer',
        bytes: Buffer.from(
          post('transfer-encoding: chunked\n', '1\n1\n0\nx: y\n\n').replaceAll('\n', '\r\n'),
        ),
      },
    ],
  },
  {
    name: 'first lines that are none',
    bad: [
      line('GET'), line('GET /', [400, 404]), line('GET / HTTP'), line('GET / HTTP/1.1 x'), line('GET / HTTP/9.9'), line('GET / HTTP/2.0', [400, 404, 505]),
      line('GET / http/1.1'), line('/ GET HTTP/1.1'), line('get / HTTP/1.1'), line('G@T / HTTP/1.1'), line('FOO / HTTP/1.1'),
      line('GET  HTTP/1.1'), line('GET /a b HTTP/1.1'), line('GET\t/\tHTTP/1.1'), line('\x16\x03\x01\x02\x00\x01\x00\x01'),
      line('PRI * HTTP/2.0'), line('{"a":1}'), line('GET /\0 HTTP/1.1'), line('GET \\ HTTP/1.1', [400, 404]),
    ], // biome-ignore format: a table
    accepted: [{ what: 'a line break before', bytes: Buffer.concat([Buffer.from('\r\n'), toRequest('1')]) }],
  },
  {
    name: 'header lines that are none',
    bad: [
      header('no colon'), header(': no name'), header('a b: c'), header('a\0b: c'), header('a: b\0c'), header('a: \x01'),
      header('a(b): c'), header('é: c'), header('a : b'), header('a: b\rc: d'), header(' folded: from the start'), header('a: \x7f'),
    ], // biome-ignore format: a table
    accepted: [
      { what: 'odd but allowed', bytes: toRequest('1', { headers: ['x-_!#$: \xe9\t~', 'empty:'] }) },
    ],
  },
  {
    name: 'no host',
    bad: ['POST /echo', 'GET /items/1', 'DELETE /echo', 'OPTIONS /echo', 'GET /nowhere'].map((first) =>
      raw(first, `${first} HTTP/1.1\nconnection: close\ncontent-length: 0\n\n`, REFUSED),
    ),
    accepted: ['localhost', 'a.example:8080', '[::1]:80', '127.0.0.1', 'xn--9t4b.kr', 'a_b'].map((host) => ({
      what: host,
      bytes: Buffer.from(
        `POST /echo HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      ),
    })),
  },
  {
    name: 'hosts that are none, or two',
    bad: ['a\nhost: b', 'a\nHOST: a', 'a b', 'a/b', 'u@a', 'a:b', 'a, b', '[::1', 'a#b', 'a:80:80', '<a>', 'a\\b'].map((host) =>
      raw(JSON.stringify(host), `POST /echo HTTP/1.1\nhost: ${host}\nconnection: close\ncontent-length: 0\n\n`, REFUSED),
    ), // biome-ignore format: a table
    accepted: ['A.Example:80', 'a:', '%61', ''].map((host) => ({
      what: host,
      bytes: Buffer.from(
        `POST /echo HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      ),
    })),
  },
  {
    name: 'heads that are too long',
    bad: [
      raw('a path of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\n${end}\n`, [414, 431]),
      raw('a query of 20 KB', `GET /items/1?tag=${'a'.repeat(20_000)} HTTP/1.1\n${end}\n`, [414, 431]),
      header(`x: ${'y'.repeat(20_000)}`, 431),
      header(`${'x'.repeat(20_000)}: y`, 431),
      header(`cookie: ${'a=1; '.repeat(4000)}`, 431),
      raw('a parameter of 2 KB', `GET /items/${'1'.repeat(2000)} HTTP/1.1\n${end}\n`, [400, 404, 414]),
    ],
    accepted: [
      { what: 'a header of 8 KB', bytes: toRequest('1', { headers: [`x: ${'y'.repeat(8000)}`] }) },
      {
        what: '200 headers',
        bytes: toRequest('1', { headers: Array.from({ length: 200 }, (_, i) => `x-${i}: y`) }),
      },
    ],
  },
]
