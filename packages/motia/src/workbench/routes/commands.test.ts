import { motiaError } from '@motia/core/errors'
import { describe, expect, it } from 'vitest'
import { BEARER, post, useTestWorkbench, world } from '../fixtures/test-workbench.ts'

useTestWorkbench()

describe('commands from the Workbench', () => {
  it('reach the app', async () => {
    world.answer = { ok: true, value: { runs: [] } }
    expect(
      await post('/api/v1/commands/trigger', {
        target: 'report',
        payload: { a: 1 },
        options: { delay: 5, key: 'k' },
      }),
    ).toEqual([200, { runs: [] }])
    await post('/api/v1/commands/trigger', { target: 'report' })
    await post('/api/v1/commands/cancel', { runId: 'r1' })
    await post('/api/v1/commands/redrive', { runId: 'r2' })
    expect(world.sent).toEqual([
      { name: 'trigger', target: 'report', payload: '{"a":1}', options: { delay: 5, key: 'k' } },
      { name: 'trigger', target: 'report', payload: 'null', options: {} },
      { name: 'cancel', runId: 'r1' },
      { name: 'redrive', runId: 'r2' },
    ])
  })

  it('answer 503 and why while the app is down', async () => {
    const { name, message, code } = motiaError('MOTIA_APP_DOWN', { cause: 'it ended with SIGKILL' })
    world.answer = { ok: false, failure: { name, message, code } }
    const response = await fetch(`${world.base}/api/v1/commands/cancel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...BEARER },
      body: '{"runId":"r1"}',
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.json()).toEqual({
      error: 'the app is not running: it ended with SIGKILL',
      code: 'MOTIA_APP_DOWN',
      hint: 'The terminal of the server, or `motia logs`, shows why it ended.',
    })
  })

  it('answer 409 when the app refuses for a reason of its own', async () => {
    world.answer = { ok: false, failure: { name: 'Error', message: 'no' } }
    expect(await post('/api/v1/commands/redrive', { runId: 'r1' })).toEqual([409, { error: 'no' }])
  })

  it('answer 404 when there is nothing of that name', async () => {
    for (const [code, facts] of [
      ['MOTIA_NO_STEP', { stepId: 'repot', nearest: ', did you mean "report"?' }],
      ['MOTIA_UNROUTED', { target: 'repot', nearest: '' }],
    ] as const) {
      const { name, message } = motiaError(code, facts)
      world.answer = { ok: false, failure: { name, message, code } }
      const [status, answer] = await post('/api/v1/commands/pause', { stepId: 'repot' })
      expect([status, answer]).toMatchObject([404, { error: message, code }])
    }
  })

  it('are taken as JSON of the same site only', async () => {
    const body = '{"runId":"r1"}'
    expect((await post('/api/v1/commands/cancel', body, { 'content-type': 'text/plain' }))[0]).toBe(415)
    expect((await post('/api/v1/commands/cancel', body, { 'content-type': 'application/jsonp' }))[0]).toBe(
      415,
    )
    expect((await post('/api/v1/commands/cancel', body, { origin: 'http://evil.example' }))[0]).toBe(403)
    expect((await post('/api/v1/commands/cancel', body, { 'sec-fetch-site': 'cross-site' }))[0]).toBe(403)
    expect(world.sent).toEqual([])
    expect((await post('/api/v1/commands/cancel', body, { origin: world.base }))[0]).toBe(200)
  })

  it.each([
    ['trigger', {}, 'target has to be a text that is not empty'],
    ['trigger', { target: 'a', options: { delay: -1 } }, 'options.delay has to be a number of milliseconds'],
    [
      'trigger',
      '{"target":"a","options":{"delay":1e999}}',
      'options.delay has to be a number of milliseconds',
    ],
    ['trigger', { target: 'a', options: 5 }, 'options has to be a JSON object'],
    ['cancel', { runId: 7 }, 'runId has to be a text that is not empty'],
    ['cancel', [], 'the body has to be a JSON object'],
    ['redrive', 'no json', 'the body is no JSON'],
  ])('of the wrong shape are refused: %s %j', async (name, body, error) => {
    expect(await post(`/api/v1/commands/${name}`, body)).toEqual([400, { error }])
    expect(world.sent).toEqual([])
  })

  it('are bounded in size', async () => {
    const body = JSON.stringify({ target: 'a', payload: 'x'.repeat(1_100_000) })
    expect((await post('/api/v1/commands/trigger', body))[0]).toBe(413)
    expect(world.sent).toEqual([])
  })
})

describe('commands on steps and state', () => {
  it('reach the app', async () => {
    await post('/api/v1/commands/pause', { stepId: 'report' })
    await post('/api/v1/commands/resume', { stepId: 'report' })
    await post('/api/v1/commands/state-set', { group: 'g', key: 'k', value: { a: 1 }, version: 0 })
    await post('/api/v1/commands/state-set', { group: 'g', key: 'k', value: null, version: 1 })
    await post('/api/v1/commands/state-delete', { group: 'g', key: 'k', version: 2 })
    expect(world.sent).toEqual([
      { name: 'pause', stepId: 'report' },
      { name: 'resume', stepId: 'report' },
      { name: 'state-set', group: 'g', key: 'k', value: '{"a":1}', version: 0 },
      { name: 'state-set', group: 'g', key: 'k', value: 'null', version: 1 },
      { name: 'state-delete', group: 'g', key: 'k', version: 2 },
    ])
  })

  it.each([
    ['pause', {}, 'stepId has to be a text that is not empty'],
    ['state-set', { group: 'g', key: 'k', version: 0 }, 'value is missing'],
    ['state-set', { group: 'g', key: 'k', value: 1 }, /^version has to be a whole number/],
    ['state-delete', { group: 'g', key: '', version: 1 }, 'key has to be a text that is not empty'],
  ])('of the wrong shape are refused: %s %j', async (name, body, error) => {
    const wanted = typeof error === 'string' ? error : expect.stringMatching(error)
    expect(await post(`/api/v1/commands/${name}`, body)).toEqual([400, { error: wanted }])
  })

  it('that come too late are told so', async () => {
    const { name, message, code } = motiaError('MOTIA_STATE_CHANGED', { group: 'g', key: 'k' })
    world.answer = { ok: false, failure: { name, message, code } }
    expect(await post('/api/v1/commands/state-delete', { group: 'g', key: 'k', version: 2 })).toEqual([
      409,
      { error: message, code, hint: expect.any(String) },
    ])
  })
})

describe('redriving many runs', () => {
  const redriveMany = (runIds: unknown) => post('/api/v1/commands/redrive-many', { runIds })

  it('redrives what can be, once each, and names the rest', async () => {
    const runIds = Array.from({ length: 60 }, (_, i) => `r${i}`)
    expect(await redriveMany([...runIds, 'r1'])).toEqual([200, { redriven: 60, refused: [] }])
    expect(world.sent).toHaveLength(60)
    world.answer = { ok: true, value: { done: false } }
    expect(await redriveMany(['r1'])).toEqual([
      200,
      { redriven: 0, refused: [{ runId: 'r1', error: 'the run is gone, or has not failed' }] },
    ])
  })

  it('is refused while the app is down, and of more than a thousand', async () => {
    const { name, message, code } = motiaError('MOTIA_APP_DOWN', { cause: 'x' })
    world.answer = { ok: false, failure: { name, message, code } }
    expect((await redriveMany(['r1', 'r2']))[0]).toBe(503)
    for (const runIds of [null, 'r1', [1], [''], Array.from({ length: 1_001 }, (_, i) => `r${i}`)]) {
      expect((await redriveMany(runIds))[0]).toBe(400)
    }
  })
})
