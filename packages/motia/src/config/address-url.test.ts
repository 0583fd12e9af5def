import { expect, it } from 'vitest'
import { toUrl } from './address-url.ts'

it.each([
  ['0.0.0.0', 'http://localhost:3001'],
  ['::', 'http://localhost:3001'],
  ['127.0.0.1', 'http://localhost:3001'],
  ['::1', 'http://localhost:3001'],
  ['192.168.0.2', 'http://192.168.0.2:3001'],
  ['fe80::1', 'http://[fe80::1]:3001'],
  ['api.example', 'http://api.example:3001'],
])('%s is opened as %s', (host, url) => {
  expect(toUrl(host, 3001)).toBe(url)
})
