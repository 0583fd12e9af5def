import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { createGuard } from './guard.ts'

type Headers = Record<string, string>

/** The status that the guard answers with; 200 if it lets the request pass. */
function statusFor(
  headers: Headers,
  options: { allowedHosts?: string[]; takesAnyName?: boolean; method?: string } = {},
) {
  const { method = 'GET', allowedHosts = [], ...rest } = options
  const guard = createGuard({ allowedHosts, takesAnyName: false, ...rest })
  try {
    guard({ method, headers } as unknown as IncomingMessage)
    return 200
  } catch (error) {
    return (error as Refusal).status
  }
}

describe('the guard', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LocalHost:3000',
    'motia.localhost:3000',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]:3000',
  ])('answers to %s', (host) => {
    expect(statusFor({ host })).toBe(200)
  })

  it.each([
    '',
    'evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example',
    'evil.example:3000@localhost',
    '192.168.0.5:3000',
    'localhost:3000:80',
  ])('does not answer to "%s"', (host) => {
    expect(statusFor({ host })).toBe(403)
  })

  it('answers to the names it was given', () => {
    const allowedHosts = ['Workbench.example']
    expect(statusFor({ host: 'workbench.example:8443' }, { allowedHosts })).toBe(200)
    expect(statusFor({ host: 'other.example' }, { allowedHosts })).toBe(403)
  })

  it('refuses a request without a host', () => {
    expect(statusFor({})).toBe(403)
  })

  it.each([
    ['http://localhost:3000', 200],
    ['https://localhost:3000', 200],
    ['http://localhost:3001', 403],
    ['http://evil.example', 403],
    ['null', 403],
    ['', 403],
    ['file://localhost:3000', 403],
    ['http://localhost:3000.evil.example', 403],
  ])('answers a request of origin "%s" with %d', (origin, status) => {
    expect(statusFor({ host: 'localhost:3000', origin })).toBe(status)
  })

  it.each([
    ['same-origin', 'cors', 'GET', 200],
    ['none', 'navigate', 'GET', 200],
    ['cross-site', 'navigate', 'GET', 200],
    ['cross-site', 'navigate', 'POST', 403],
    ['cross-site', 'no-cors', 'GET', 403],
    ['same-site', 'cors', 'GET', 403],
  ])('answers a %s request (%s, %s) with %d', (site, mode, method, status) => {
    const headers = { host: 'localhost', 'sec-fetch-site': site, 'sec-fetch-mode': mode }
    expect(statusFor(headers, { method })).toBe(status)
  })

  it('answers to any name where one has to log in, unless told which', () => {
    const headers = { host: 'workbench.example' }
    expect(statusFor(headers, { takesAnyName: true })).toBe(200)
    expect(statusFor(headers, { takesAnyName: true, allowedHosts: ['other.example'] })).toBe(403)
    expect(statusFor({ ...headers, origin: 'http://evil.example' }, { takesAnyName: true })).toBe(403)
  })

  it('says what to do', () => {
    const guard = createGuard({ allowedHosts: [], takesAnyName: false })
    expect(() => guard({ headers: { host: 'evil.example' } } as IncomingMessage)).toThrow(
      'does not answer to the name "evil.example": open it as localhost',
    )
    expect(() => guard({ headers: { host: 'x' } } as IncomingMessage)).toThrow(Refusal)
  })
})
