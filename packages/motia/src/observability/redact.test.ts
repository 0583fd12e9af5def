import type { AttemptEvent, TelemetryEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import { redact, redactEvent } from './redact.ts'
import { isSecretKey, redactText } from './secrets.ts'

describe('secret keys', () => {
  it.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'password',
    'newPassword',
    'user_passwd',
    'db-pwd',
    'token',
    'accessToken',
    'refresh_token',
    'X-Auth-Token',
    'apiKey',
    'api_key',
    'X-API-Key',
    'OPENAI_API_KEY',
    'clientSecret',
    'credentials',
    'privateKey',
    'AWS_SECRET_ACCESS_KEY',
    'jwt',
    '비밀번호',
  ])('%s is one', (key) => {
    expect(isSecretKey(key)).toBe(true)
  })

  it.each([
    'tokens',
    'maxTokens',
    'inputTokenCount',
    'key',
    'idempotencyKey',
    'userId',
    'email',
    'author',
    'monkey',
  ])('%s is none', (key) => {
    expect(isSecretKey(key)).toBe(false)
  })
})

describe('secrets within text', () => {
  it.each([
    ["{ user: 'a', password: 'hunter2' }", 'hunter2'],
    ['{"user":"a","password":"hunter2"}', 'hunter2'],
    ['"{\\"apiKey\\":\\"hunter2\\"}"', 'hunter2'],
    ['password: hunter2', 'hunter2'],
    ['GET /callback?token=hunter2&x=1', 'hunter2'],
    ['authorization: Bearer hunter2hunter2', 'hunter2'],
    ['Authorization: Basic hunter2', 'hunter2'],
    ['postgres://motia:hunter2@db:5432/app', 'hunter2'],
  ])('are hidden in %s', (text, secret) => {
    expect(redactText(text)).not.toContain(secret)
    expect(redactText(text)).toContain('[redacted]')
  })

  it.each([
    'Unexpected token } in JSON at position 4',
    'used 512 tokens: 400 in, 112 out',
    'GET http://localhost:3000/users?page=2',
    'at motia/steps/a.ts:12:9',
    'the key is on the table',
    'Basic authentication is not bearer authority',
  ])('are not seen in: %s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('takes linear time on hostile text', () => {
    const texts = [
      'password'.repeat(50_000),
      'password: '.repeat(20_000),
      '://a'.repeat(50_000),
      'token="'.repeat(30_000),
    ]
    const start = performance.now()
    for (const text of texts) redactText(text)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('redact', () => {
  it('hides secrets at any depth and leaves the rest and the original alone', () => {
    const value = {
      user: { name: '홍길동', password: 'x', list: [{ token: 't' }, { id: 1 }] },
      headers: { Authorization: 'Bearer x', accept: '*/*', cookie: ['a', 'b'] },
    }
    const before = structuredClone(value)
    expect(redact(value)).toEqual({
      user: { name: '홍길동', password: '[redacted]', list: [{ token: '[redacted]' }, { id: 1 }] },
      headers: { Authorization: '[redacted]', accept: '*/*', cookie: '[redacted]' },
    })
    expect(value).toEqual(before)
  })

  it('returns the value itself when there is nothing to hide', () => {
    const value = { a: [1, { b: 'c' }], hasPassword: true, token: null, password: '' }
    expect(redact(value)).toBe(value)
  })

  it('bounds depth, items, texts and values, cycles included', () => {
    const cycle: Record<string, unknown> = { a: 1 }
    cycle.self = cycle
    expect(JSON.stringify(redact(cycle)).length).toBeLessThan(500)
    const wide = redact({ list: Array.from({ length: 5_000 }, (_, i) => i) }) as { list: unknown[] }
    expect(wide.list).toHaveLength(101)
    expect(wide.list.at(-1)).toBe('… 4900 more')
    expect((redact('가'.repeat(10_000)) as string).length).toBeLessThan(4_100)
    const bushy = Array.from({ length: 100 }, () =>
      Array.from({ length: 100 }, () => ({ a: 'x'.repeat(10) })),
    )
    expect(JSON.stringify(redact(bushy)).length).toBeLessThan(30_000)
  })

  it('never cuts a character in half', () => {
    const cut = redact(`a${'😀'.repeat(5_000)}`) as string
    expect(cut).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })
})

describe('redactEvent', () => {
  it('hides secrets in messages, fields, failures and paths', () => {
    const events: TelemetryEvent[] = [
      {
        type: 'log',
        at: 1,
        level: 'info',
        message: 'password=hunter2',
        fields: { secret: 'hunter2' },
        source: 'logger',
      },
      {
        type: 'request',
        at: 1,
        runId: 'r',
        traceId: 't',
        stepId: 's',
        method: 'GET',
        path: '/a?token=hunter2',
        status: 500,
        startedAt: 0,
        durationMs: 1,
        failure: {
          name: 'Error',
          message: 'password: hunter2',
          stack: 'Error: password: hunter2\n at a.ts:1:1',
        },
      },
      { type: 'worker-ended', at: 1, language: 'node', pid: 1, cause: 'secret="hunter2"', expected: false },
      { type: 'notice', at: 1, level: 'error', message: 'no answer of redis://me:hunter2@cache' },
      { type: 'app-ready', at: 1, url: '', steps: [], mistakes: [MISTAKE], tookMs: 1 },
      {
        type: 'steps-described',
        at: 1,
        language: 'ruby',
        steps: [],
        mistakes: [MISTAKE],
        modules: [],
        tookMs: 1,
      },
      {
        ...ATTEMPT,
        failure: { name: 'HttpError', message: 'no', http: { status: 401, body: { token: 'hunter2' } } },
      },
    ]
    for (const event of events) expect(JSON.stringify(redactEvent(event))).not.toContain('hunter2')
  })

  it('hides secrets in what was written to state, also where it was cut', () => {
    const values = [
      '{"user":"ada","password":"hunter2"}',
      '{"token":{"value":"hunter2"}}',
      `{"filler":"${'x'.repeat(100)}","password":"hunter2${'x'.repeat(1_900)}`,
      `{"a":"\\"","list":["hunter2${'x'.repeat(1_990)}`,
    ]
    const writes = values.map((value) => ({ op: 'set', group: 'g', key: 'k', value }) as const)
    const secret = { op: 'set', group: 'g', key: 'apiKey', value: '"hunter2"' } as const
    const effects = { writes: [...writes, secret, { op: 'clear', group: 'g' } as const], triggers: [] }
    const seen = redactEvent({ ...ATTEMPT, effects })
    expect(JSON.stringify(seen)).not.toContain('hunter2')
    expect(JSON.stringify(seen)).toContain('ada')
  })

  it('cuts what was written to state after 200 characters', () => {
    const write = { op: 'append', group: 'g', key: 'k', value: JSON.stringify('y'.repeat(300)) } as const
    const seen = redactEvent({ ...ATTEMPT, effects: { writes: [write], triggers: [] } })
    expect(seen).toMatchObject({ effects: { writes: [{ value: `"${'y'.repeat(199)}…` }] } })
  })

  it('returns an event without secrets as it is', () => {
    const event: TelemetryEvent = {
      type: 'log',
      at: 1,
      level: 'info',
      message: 'sent',
      fields: { userId: 'u1' },
      source: 'logger',
    }
    expect(redactEvent(event)).toBe(event)
  })
})

const MISTAKE = { file: 'a.ts', message: 'Error: cannot connect to postgres://me:hunter2@db' }

const ATTEMPT: AttemptEvent = {
  type: 'attempt',
  at: 1,
  runId: 'r',
  traceId: 't',
  parentRunId: null,
  stepId: 'a',
  attempt: 1,
  startedAt: 1,
  durationMs: 1,
  waitedMs: 0,
  queuedAt: 0,
  status: 'succeeded',
}
