import { describe, expect, it } from 'vitest'
import { clearCookie, parseCookies, setCookie } from './cookie.ts'

describe('the cookies of a request', () => {
  it.each([
    [undefined, {}],
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1; b=2;c=3 ;  d = 4', { a: '1', b: '2', c: '3', d: '4' }],
    ['a=1; a=2', { a: '1' }],
    ['name=%ED%99%8D%EA%B8%B8%EB%8F%99; q="quoted; no"', { name: '홍길동', q: '"quoted' }],
    ['q="in quotes"', { q: 'in quotes' }],
    ['half="', { half: '"' }],
    ['bad=%E0%A4%A; worse=%zz', { bad: '%E0%A4%A', worse: '%zz' }],
    ['alone; =nameless; ;;', {}],
    ['base64=YQ==', { base64: 'YQ==' }],
    ['empty=', { empty: '' }],
  ])('of %j are %j', (header, cookies) => {
    expect({ ...parseCookies(header) }).toEqual(cookies)
  })

  it('change no prototype', () => {
    const cookies = parseCookies('__proto__=1; constructor=2')
    expect(Object.keys(cookies)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(cookies)).toBe(null)
  })
})

describe('a cookie that is set', () => {
  it('is out of the reach of scripts and of other sites unless it says otherwise', () => {
    expect(setCookie('a', '1')).toBe('a=1; Path=/; HttpOnly; SameSite=Lax')
    expect(setCookie('a', '1', { httpOnly: false, sameSite: 'none', path: '/x' })).toBe(
      'a=1; Path=/x; Secure; SameSite=None',
    )
  })

  it('says how long it lasts, and where', () => {
    const options = { maxAge: 60, expires: new Date(0), domain: 'example.com', secure: true } as const
    expect(setCookie('a', '1', options)).toBe(
      'a=1; Path=/; Domain=example.com; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it.each(['__Host-a', '__Secure-a', '__host-a'])('of the name %s is for HTTPS only', (name) => {
    expect(setCookie(name, '1')).toContain('; Secure;')
  })

  it.each(['홍길동; Path=/evil', 'a=b; c', '"quoted", \\', 'line\r\nbreak', '100%', ''])(
    'of the value %j is read as it was',
    (value) => {
      const [pair = ''] = setCookie('a', value).split('; ')
      expect(pair).toMatch(/^[\u0021-\u007e]+$/)
      expect(parseCookies(pair).a).toBe(value)
    },
  )

  it('may hold half of a character, which becomes a whole one', () => {
    expect(parseCookies(setCookie('a', 'x\ud800').split(';')[0]).a).toBe('x\ufffd')
  })

  it.each([
    ['na me', {}],
    ['', {}],
    ['a=b', {}],
    ['a;b', {}],
    ['a\r\nset-cookie', {}],
    ['a', { path: '/; Secure' }],
    ['a', { path: '/\r\n' }],
    ['a', { domain: 'x; y' }],
    ['a', { maxAge: 1.5 }],
    ['a', { maxAge: Number.NaN }],
  ])('%j with %j is refused', (name, options) => {
    expect(() => setCookie(name, '1', options)).toThrow(expect.objectContaining({ code: 'MOTIA_OPTION' }))
  })

  it('is deleted where it was set', () => {
    expect(clearCookie('a', { path: '/x', domain: 'example.com' })).toBe(
      'a=; Path=/x; Domain=example.com; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    )
  })
})
