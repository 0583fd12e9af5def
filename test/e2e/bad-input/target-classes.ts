/** Paths, queries, methods and ids: of what there is not, or not as they should be. */
import { createHmac } from 'node:crypto'
import { type BadCase, bodies, type Expected, fine, type InputClass, toRequest } from './case.ts'

const get = (path: string, expect: Expected, method = 'GET'): BadCase => ({
  what: `${method} ${path}`,
  bytes: toRequest('', { method, path: Buffer.from(path).toString('latin1'), type: undefined, length: null }),
  expect,
})
const item = (path: string) => get(path, 400)
const PAYLOADS = { path: '/payloads' }
const refused = (how: string, value: string, code: string, target?: string): BadCase => ({
  what: `${how} ${value} ${target ?? ''}`,
  bytes: toRequest(JSON.stringify({ how, value, target }), PAYLOADS),
  expect: 200,
  code,
})
const signed = (body: string, secret = 'secret') =>
  `x-hub-signature-256: sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const hook = (what: string, headers: string[]): BadCase => ({
  what,
  bytes: toRequest('{"a":1}', { path: '/hook', headers }),
  expect: 401,
})

export const TARGET_CLASSES: readonly InputClass[] = [
  {
    name: 'paths that are not encoded',
    bad: [
      '/items/%',
      '/items/%z',
      '/items/%zz',
      '/items/%e0%a4%a',
      '/items/%ff',
      '/%',
      '/%c0%ae%c0%ae/',
      '/items/%ed%a0%80',
      '/items/%u0031',
    ].map((path) => get(path, [400, 404])),
    accepted: [get('/items/%31', 200), get('/items/1/', 200), get('/%69tems/1', 200)],
  },
  {
    name: 'targets that are no path',
    bad: [
      ...[
        '*',
        'ftp://a/items/1',
        'http://u@a/items/1',
        'http:///items/1',
        'https://a:b/items/1',
        'http://a/items/1#b',
      ],
      ...['/items/1#b', '/items/1?page=1#', '//items/1'],
    ].map((target) => get(target, [400, 404])),
    accepted: [get('http://a/items/1', 200), get('HTTPS://b.example:8443/items/1?page=2', 200)],
  },
  {
    name: 'parameters that do not fit',
    bad: [
      '/items/abc',
      '/items/0',
      '/items/-1',
      '/items/1.5',
      '/items/1e999',
      '/items/NaN',
      '/items/%00',
      '/items/1%002',
      '/items/%ED%99%8D',
      '/items/1;2',
      "/items/1'--",
    ].map(item),
    accepted: [get('/items/1', 200), get('/items/%2B1', 200), get('/items/1e3', 200)],
  },
  {
    name: 'queries that do not fit',
    bad: [
      'page=x',
      'page=0',
      'page=1001',
      'page=1.5',
      'page=1&page=2',
      'page=1e999',
      'page=%',
      'page=%00',
      'page=Infinity',
      'tag=toolong',
      'tag=a&tag=b',
      'page=1&page=x',
      'page={}',
    ].map((query) => item(`/items/1?${query}`)),
    accepted: [
      '',
      '?',
      '?page=2',
      '?other=1&other=2',
      '?__proto__=1',
      '?tag=%F0%9F%98%80',
      '?a[b]=1',
      '?&&=',
    ].map((query) => get(`/items/1${query}`, 200)),
  },
  {
    name: 'paths of nothing',
    bad: [
      '/nowhere',
      '/',
      '/items',
      '/items/1/2',
      '/echo/x',
      '/.env',
      '/motia/steps/takers.ts',
      '/.motia/motia.db',
      '/..%2f..%2fetc%2fpasswd',
      '/../../etc/passwd',
      '/items/1%2f..%2f..',
      '/ECHO',
      '/_motia',
      '/_motia/nothing',
      '/constructor',
      '/__proto__',
    ].map((path) => get(path, [400, 404])),
    accepted: [get('/items/1?..=/../etc', 200)],
  },
  {
    name: 'methods that are not answered',
    bad: [
      ...['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method) => get('/echo', 405, method)),
      ...['PROPFIND', 'TRACE', 'LOCK', 'PURGE', 'SEARCH', 'QUERY'].map((method) =>
        get('/echo', [400, 404, 405, 501], method),
      ),
      get('localhost:80', [400, 404, 405, 'closed'], 'CONNECT'),
      get('/items/1', 405, 'POST'),
    ],
    accepted: [get('/items/1', 200), get('/items/1', 200, 'HEAD')],
  },
  {
    name: 'payloads that nothing can carry',
    bad: ['trigger', 'call', 'set', 'append'].flatMap((how) =>
      ['cycle', 'deep', 'bigint', 'function', 'symbol', 'list', 'json'].map((value) =>
        refused(how, value, 'MOTIA_PAYLOAD'),
      ),
    ),
    accepted: fine(
      ['trigger', 'call', 'set', 'append'].map((how) => JSON.stringify({ how, value: 'fine' })),
      PAYLOADS,
    ),
    isCounted: false,
  },
  {
    name: 'ids of no step',
    bad: ['nobody', ' ', 'sink ', 'SINK', '__proto__', 'constructor', 'toString', '../sink', 'sink\0'].map(
      (target) => refused('call', 'fine', 'MOTIA_UNROUTED', target),
    ),
    accepted: fine([JSON.stringify({ how: 'call', value: 'fine', target: 'sink' })], PAYLOADS),
    isCounted: false,
  },
  {
    name: 'signatures that do not hold',
    bad: [
      hook('none', []),
      hook('empty', ['x-hub-signature-256:']),
      hook('of another body', [signed('{"a":2}')]),
      hook('by another secret', [signed('{"a":1}', 'guess')]),
      hook('of another kind', [signed('{"a":1}').replace('sha256=', 'sha1=')]),
      hook('without a kind', [signed('{"a":1}').replace('sha256=', '')]),
      hook('half', [signed('{"a":1}').slice(0, -32)]),
    ],
    accepted: fine(['{"a":1}'], { path: '/hook', headers: [signed('{"a":1}')] }),
  },
  {
    name: 'headers given twice',
    bad: [
      ...bodies(['{'], [400, 415], { headers: ['content-type: text/plain'] }),
      ...bodies(['1'], 415, { headers: ['content-encoding: identity', 'content-encoding: gzip'] }),
      ...bodies(['x'], [400, 415], {
        type: 'multipart/form-data',
        headers: ['content-type: application/json'],
      }),
    ],
    accepted: fine(['1'], { headers: ['x-a: 1', 'x-a: 2', 'cookie: a=1', 'cookie: a=2'] }),
  },
]
