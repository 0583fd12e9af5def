import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { BEARER, requested, statusOf, useTestWorkbench, world } from './fixtures/test-workbench.ts'

useTestWorkbench()

describe('the API of the Workbench', () => {
  it.each([
    ['/api/v1/runs/none', 404, 'there is no run none, or it is no longer kept'],
    ['/api/v1/traces/none', 404, 'there is no trace none, or it is no longer kept'],
    ['/api/v1/nothing', 404, 'the Workbench has nothing at /api/v1/nothing'],
    ['/api/v1/runs?limit=0', 400, 'limit has to be between 1 and 1000'],
    ['/api/v1/runs?limit=x', 400, 'limit has to be a whole number'],
    ['/api/v1/logs?level=loud', 400, 'level has to be one of debug, info, warn, error'],
    ['/api/v1/runs/%E0%A4%A', 400, '"%E0%A4%A" is no valid part of a path'],
    ['/api/v1/commands/cancel', 405, '/api/v1/commands/cancel takes POST'],
  ])('answers %s with %d', async (path, status, error) => {
    expect(await statusOf(path)).toEqual([status, { error }])
  })

  it('is never kept by caches or read by other sites', async () => {
    const response = await fetch(`${world.base}/api/v1/info`, { headers: BEARER })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is guarded: another name, another site', async () => {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(world.base)
      request({ port, path: '/api/v1/info', headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      )
        .once('error', reject)
        .end()
    })
    expect(status).toBe(403)
    expect((await statusOf('/api/v1/info', { headers: { origin: 'http://evil.example' } }))[0]).toBe(403)
    expect((await statusOf('/', { headers: { origin: 'http://evil.example' } }))[0]).toBe(403)
    expect((await statusOf('/api/v1/live', { headers: { origin: 'null' } }))[0]).toBe(403)
  })
})

it('follows live what the supervisor takes in', async () => {
  const abort = new AbortController()
  const response = await fetch(`${world.base}/api/v1/live`, { headers: BEARER, signal: abort.signal })
  expect(response.headers.get('cache-control')).toBe('no-store')
  world.workbench.take([requested()])
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8')
    if (text.includes('"path":"/users"')) break
  }
  abort.abort()
  expect(text).toContain('event: telemetry')
})

it('names the port that is taken', async () => {
  const port = Number(new URL(world.base).port)
  await expect(world.other().listen({ host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  })
})
