/** Attacks on a Workbench where everyone has to log in: guessed passwords, viewers who would rather operate. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type RawAnswer, raw } from './fixtures/raw-request.ts'
import { TOKEN, useTestWorkbench, world } from './fixtures/test-workbench.ts'

/** What the clock says more than the machine's. */
let laterMs = 0

const CREDENTIALS = [
  { role: 'operator', kind: 'password', secret: 'open sesame' },
  { role: 'operator', kind: 'token', secret: 'operators-token' },
  { role: 'viewer', kind: 'password', secret: 'just looking' },
  { role: 'viewer', kind: 'token', secret: 'viewers-token' },
] as const

useTestWorkbench({
  access: {
    ownToken: TOKEN,
    ownTokenFile: '.motia/workbench.token',
    credentials: CREDENTIALS,
    now: () => Date.now() + laterMs,
  },
})

beforeEach(() => {
  laterMs = 0
})

const JSON_TYPE = { 'content-type': 'application/json' }
const HOUR_MS = 3_600_000

const login = (password: unknown, headers = {}): Promise<RawAnswer> =>
  raw('/api/v1/login', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ password }),
  })

const cookieOf = ({ headers }: RawAnswer): string => (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''

const infoWith = async (headers: Record<string, string>) => {
  const { status, text } = await raw('/api/v1/info', { headers })
  return status === 200 ? (JSON.parse(text).role as string) : status
}

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}`,
})
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const act = (name: string, headers: Record<string, string>, body: object = { runId: 'r1' }) =>
  raw(`/api/v1/commands/${name}`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  })

describe('whoever logs in', () => {
  it.each([
    ['open sesame', 'operator'],
    ['operators-token', 'operator'],
    ['just looking', 'viewer'],
    ['viewers-token', 'viewer'],
    [TOKEN, 'operator'],
  ])('with "%s" is %s', async (password, role) => {
    const answer = await login(password)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { role }])
    expect(await infoWith({ cookie: cookieOf(answer) })).toBe(role)
    const session = await raw('/api/v1/session', { headers: { cookie: cookieOf(answer) } })
    expect(JSON.parse(session.text)).toEqual({ role })
  })

  it('has a session that ends after twelve hours, and on logging out', async () => {
    const cookie = cookieOf(await login('open sesame'))
    laterMs = 12 * HOUR_MS - 60_000
    expect(await infoWith({ cookie })).toBe('operator')
    laterMs = 12 * HOUR_MS + 60_000
    expect(await infoWith({ cookie })).toBe(401)
    const other = cookieOf(await login('open sesame'))
    const left = await raw('/api/v1/logout', {
      method: 'POST',
      headers: { ...JSON_TYPE, cookie: other },
      body: '{}',
    })
    expect(left.headers['set-cookie']?.[0]).toMatch(/=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/)
    expect(await infoWith({ cookie: other })).toBe(401)
  })

  it.each([
    [
      'logging out',
      (cookie: string) =>
        raw('/api/v1/logout', { method: 'POST', headers: { ...JSON_TYPE, cookie }, body: '{}' }),
    ],
    [
      'twelve hours',
      () => {
        laterMs = 12 * HOUR_MS + 60_000
      },
    ],
  ])('hears nothing more after %s', async (_, end) => {
    const cookie = cookieOf(await login('just looking'))
    const { status, body } = await fetch(`${world.base}/api/v1/live`, { headers: { cookie } })
    expect(status).toBe(200)
    await end(cookie)
    await expect(new Response(body).text()).rejects.toThrow('terminated')
  })

  it('may as well show a token, or a password by a basic login', async () => {
    expect(await infoWith(bearer('operators-token'))).toBe('operator')
    expect(await infoWith(bearer('viewers-token'))).toBe('viewer')
    expect(await infoWith(basic('open sesame'))).toBe('operator')
    expect(await infoWith(basic('just looking'))).toBe('viewer')
    expect(await infoWith(bearer(TOKEN))).toBe('operator')
  })
})

describe('whoever has not logged in', () => {
  it('gets the page without a cookie, and nothing else', async () => {
    expect((await raw('/')).headers['set-cookie']).toBeUndefined()
    expect(JSON.parse((await raw('/api/v1/session')).text)).toEqual({ role: null })
    const { status, text } = await raw('/api/v1/info')
    expect([status, text]).toEqual([401, expect.stringContaining('Log in first')])
  })

  it.each([
    'open sesam',
    'open sesame ',
    'OPEN SESAME',
    '',
    ' ',
    null,
    7,
    ['open sesame'],
    { a: 1 },
    'x'.repeat(2_000),
  ])('gets no session with %j', async (password) => {
    const answer = await login(password)
    expect([400, 401]).toContain(answer.status)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('cannot show a password as a token', async () => {
    expect(await infoWith(bearer('open sesame'))).toBe(401)
  })

  it('cannot be logged in by another site', async () => {
    expect((await login('open sesame', { origin: 'http://evil.example' })).status).toBe(403)
    expect((await login('open sesame', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  it.each([
    ['the login', (guess: string) => login(guess)],
    ['a basic login', (guess: string) => raw('/api/v1/info', { headers: basic(guess) })],
    ['a token', (guess: string) => raw('/api/v1/info', { headers: bearer(guess) })],
  ])('guesses no more than ten times a minute by %s', async (_, tryOnce) => {
    const cookie = cookieOf(await login('just looking'))
    for (let i = 0; i < 10; i++) expect((await tryOnce(`guess ${i}`)).status).toBe(401)
    const answer = await login('open sesame')
    expect([answer.status, answer.headers['set-cookie']]).toEqual([429, undefined])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50)
    expect((await raw('/api/v1/info', { headers: basic('open sesame') })).status).toBe(429)
    // Those who are in stay in, and the machine's own token is beyond guessing.
    expect(await infoWith({ cookie })).toBe('viewer')
    expect(await infoWith(bearer(TOKEN))).toBe('operator')
    laterMs = 61_000
    expect((await login('open sesame')).status).toBe(200)
  })
})

describe('the configuration', () => {
  it('is no source to look at, since it may hold an operator’s password', async () => {
    for (const name of ['motia.config.js', 'step.ts']) writeFileSync(join(world.folder, name), 'x = 1')
    symlinkSync('motia.config.js', join(world.folder, 'linked.js'))
    const read = async (file: string) =>
      (await raw(`/api/v1/source?file=${file}`, { headers: bearer('viewers-token') })).status
    expect(await read('step.ts')).toBe(200)
    expect([await read('motia.config.js'), await read('linked.js')]).toEqual([404, 404])
  })
})

describe('a viewer', () => {
  const COMMANDS: [string, object][] = [
    ['trigger', { target: 'report' }],
    ['cancel', { runId: 'r1' }],
    ['redrive', { runId: 'r1' }],
    ['redrive-many', { runIds: ['r1'] }],
    ['pause', { stepId: 'report' }],
    ['resume', { stepId: 'report' }],
    ['state-set', { group: 'g', key: 'k', value: 1, version: 0 }],
    ['state-delete', { group: 'g', key: 'k', version: 1 }],
    ['arrange', { positions: {} }],
    ['request', { method: 'GET', path: '/users' }],
  ]

  it.each(COMMANDS)('may not %s', async (name, body) => {
    const cookie = cookieOf(await login('just looking'))
    const forged = cookie.replace('viewer', 'operator')
    for (const headers of [{ cookie }, bearer('viewers-token'), basic('just looking')]) {
      const { status, text } = await act(name, headers, body)
      expect([status, JSON.parse(text).error]).toEqual([
        403,
        expect.stringContaining(`only an operator may ${name}`),
      ])
    }
    expect((await act(name, { cookie: forged }, body)).status).toBe(401)
    expect(world.sent).toEqual([])
  })
})

describe('the audit log', () => {
  it('has who did what, logins, and what was refused, but no payloads', async () => {
    await login('open sesame')
    await login('wrong secret')
    await act('trigger', bearer('operators-token'), { target: 'report', payload: { card: '4111' } })
    await act('cancel', bearer('viewers-token'))
    await act('state-set', bearer('operators-token'), { group: 'g', key: 'k', value: 'hunter2', version: 3 })
    await raw('/api/v1/info', { headers: bearer('viewers-token') })
    const [by, address] = ['workbench', expect.stringMatching(/127\.0\.0\.1/)]
    expect(world.audited).toEqual([
      { by, role: 'operator', address, action: 'login', what: {}, outcome: 'done', status: 200 },
      { by, role: null, address, action: 'login', what: {}, outcome: 'refused', status: 401 },
      {
        by,
        role: 'operator',
        address,
        action: 'trigger',
        what: { target: 'report' },
        outcome: 'done',
        status: 200,
      },
      { by, role: 'viewer', address, action: 'cancel', what: {}, outcome: 'refused', status: 403 },
      {
        by,
        role: 'operator',
        address,
        action: 'state-set',
        what: { group: 'g', key: 'k', version: 3 },
        outcome: 'done',
        status: 200,
      },
    ])
    expect(JSON.stringify(world.audited)).not.toMatch(/4111|hunter2|sesame|wrong secret/)
  })

  it('is not flooded by strangers: ten guesses a minute, and nothing that cost them nothing', async () => {
    for (let i = 0; i < 20; i++) {
      await login(`guess ${i}`)
      await login({ not: 'a text' })
      await raw('/api/v1/logout', { method: 'POST', headers: JSON_TYPE, body: '{}' })
      await act('cancel', {})
    }
    expect(world.audited.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 401))
  })

  it('has who logged out', async () => {
    const cookie = cookieOf(await login('just looking'))
    await raw('/api/v1/logout', { method: 'POST', headers: { ...JSON_TYPE, cookie }, body: '{}' })
    expect(world.audited.map(({ role, action }) => [role, action])).toEqual([
      ['viewer', 'login'],
      ['viewer', 'logout'],
    ])
  })
})
