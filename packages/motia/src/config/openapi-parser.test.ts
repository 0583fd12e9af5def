import { expect, it } from 'vitest'
import { parseOpenApi } from './openapi-parser.ts'

it.each([
  [true, { path: '/openapi.json' }],
  ['on', { path: '/openapi.json' }],
  [false, false],
  ['/docs/api.json', { path: '/docs/api.json' }],
  [{}, {}],
  [{ info: { title: 'x' } }, { document: { info: { title: 'x' } } }],
  [
    { path: '/a', servers: [] },
    { path: '/a', document: { servers: [] } },
  ],
])('%j is taken', (raw, value) => {
  expect(parseOpenApi(raw)).toEqual({ value })
})

it.each([
  ['openapi.json', 'an object whose `path` begins with "/"'],
  [{ path: '/a?b' }, 'an object whose `path` begins with "/"'],
  [[], 'true, a path, or an object'],
  [1.5, 'true, a path, or an object'],
  [{ server: [] }, expect.stringContaining('did you mean "servers"?')],
  [{ servers: {} }, 'an object whose `servers` is as OpenAPI has it'],
  [{ info: 'x' }, 'an object whose `info` is as OpenAPI has it'],
])('%j is refused', (raw, expected) => {
  expect(parseOpenApi(raw)).toEqual({ expected })
})
