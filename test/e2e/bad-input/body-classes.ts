/** Bodies by their type, size and coding. */
import { type BadCase, bodies, fine, type InputClass, toRequest } from './case.ts'

const LIMIT = 64 * 1024
const FORM = { type: 'application/x-www-form-urlencoded' }
const json = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`

const typed = (type: string, expect: number, body = '1'): BadCase => ({
  what: type,
  bytes: toRequest(body, { type }),
  expect,
})
const coded = (coding: string, type = 'application/json'): BadCase => ({
  what: `${coding} of ${type}`,
  bytes: toRequest('1', { type, headers: [`content-encoding: ${coding}`] }),
  expect: 415,
})

export const BODY_CLASSES: readonly InputClass[] = [
  {
    name: 'bodies over the limit',
    bad: [
      ...bodies([json(LIMIT + 1), json(2 * LIMIT)], 413),
      ...bodies(['x'.repeat(LIMIT + 1)], 413, { type: 'text/plain' }),
      ...bodies(['x'.repeat(LIMIT + 1)], 413, { type: 'image/png' }),
      ...bodies([`a=${'x'.repeat(LIMIT)}`], 413, FORM),
      ...bodies([json(LIMIT + 1)], 413, { path: '/isolated' }),
      ...bodies(['{}'], 413, { length: '99999999' }),
      ...bodies(['{}'], 413, { length: '9007199254740991' }),
      {
        what: 'in chunks',
        bytes: toRequest(`${(LIMIT + 1).toString(16)}\r\n${json(LIMIT + 1)}\r\n0\r\n\r\n`, {
          length: null,
          headers: ['transfer-encoding: chunked'],
        }),
        expect: 413,
      },
    ],
    accepted: fine([json(LIMIT), json(LIMIT - 1)]),
  },
  {
    name: 'content types that are none',
    bad: [
      'json',
      'application',
      '/',
      'application/',
      '/json',
      'a b/c',
      ';',
      ',',
      'application//json',
      '"a/b"',
      'a/b c',
      '@/b',
    ].map((type) => typed(type, 415)),
    accepted: [
      ...fine(['1'], { type: 'APPLICATION/JSON' }),
      ...fine(['1'], { type: 'application/x-own' }),
      ...fine(['1'], { type: undefined }),
    ],
  },
  {
    name: 'types that the schema does not know',
    bad: ['image/png', 'application/pdf', 'application/xml', 'application/octet-stream'].map((type) => ({
      ...typed(type, 415),
      bytes: toRequest('1', { type, path: '/strict' }),
    })),
    accepted: fine(['{"n":1,"name":"a"}'], { path: '/strict', type: 'application/vnd.own+json' }),
  },
  {
    name: 'charsets other than UTF-8',
    bad: [
      ...['utf-16', 'utf-16le', 'iso-8859-1', '"latin1"', 'euc-kr', 'utf-7', 'windows-1252', 'utf'].map(
        (charset) => typed(`application/json; charset=${charset}`, 415),
      ),
      typed('text/plain; charset=shift_jis', 415),
      typed('application/x-www-form-urlencoded; charset=big5', 415),
    ],
    accepted: ['utf-8', '"UTF-8"', 'US-ASCII'].flatMap((charset) =>
      fine(['1'], { type: `application/json; charset=${charset}` }),
    ),
  },
  {
    name: 'content codings',
    bad: [
      ...['gzip', 'br', 'deflate', 'compress', 'gzip, gzip', 'identity, gzip', 'x', 'zstd'].map((coding) =>
        coded(coding),
      ),
      coded('gzip', 'text/plain'),
      coded('gzip', 'image/png'),
      coded('br', 'application/x-www-form-urlencoded'),
      coded('gzip', 'multipart/form-data; boundary=B'),
    ],
    accepted: fine(['1'], { headers: ['content-encoding: identity'] }),
  },
  {
    name: 'forms that are not encoded',
    bad: bodies(
      [
        'a=%',
        'a=%z',
        'a=%zz',
        'a=%e',
        '%=1',
        'a=%ff',
        'a=%c0%af',
        'a=%ed%a0%80',
        'a=1&b=%',
        '%e0%a4=1',
        '__proto__=1',
        'a=1&%5f_proto__=1',
      ],
      400,
      FORM,
    ),
    accepted: fine(['', 'a=1', 'a=%25&b=c+d', '&&', 'a[b]=1&a[b]=2'], FORM),
  },
]
