/** What is around handlers: middleware files, plugins, CORS, compression, rate limits, idempotency keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('around')
  server = await startServer(project)
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

/** Waits until all languages have told their steps. */
async function ask(path: string, headers: Record<string, string>, body: unknown = {}) {
  return waitFor(path, async () => {
    const answer = await server.request('POST', path, body, headers)
    return answer.status !== 503 && answer
  })
}

describe('middleware files', () => {
  it.each(['/secret', '/secret-python', '/secret-ruby'])('stand before %s and its input', async (path) => {
    const refused = await ask(path, {}, { n: 'wrong' })
    expect([refused.status, refused.body]).toEqual([401, { error: 'who are you?' }])
    const answer = await ask(path, { 'x-user': 'hong' }, { n: 1 })
    expect(answer).toMatchObject({ status: 200, body: { user: 'hong' } })
    expect(answer.headers.get('x-app')).toBe('first')
    if (path !== '/secret') expect(answer.body).toMatchObject({ same: true, ip: '127.0.0.1' })
  })

  it('log as the step that they stand around', async () => {
    await waitFor('the line', async () => {
      const lines = await server.workbench.logs({ step: 'secret' })
      return lines.some(({ message }) => message === 'asked by hong')
    })
  })

  it('are followed when they change, let nobody pass while broken, and go when removed', async () => {
    const path = 'motia/steps/admin/_middleware.ts'
    const before = project.read(path)
    project.write(path, before.replace('who are you?', 'no entry'))
    await waitFor('the new text', async () => (await ask('/secret', {})).body.error === 'no entry')
    project.write(path, 'export const handler = 1\n')
    await waitFor(
      'nobody to pass',
      async () => (await ask('/secret', { 'x-user': 'hong' }, { n: 1 })).status === 500,
    )
    await server.prints('motia/steps/admin/_middleware.ts')
    await server.prints('has no default export: it must be a middleware')
    project.remove(path)
    await waitFor('everybody to pass', async () => (await ask('/secret', {}, { n: 1 })).status === 200)
    project.write(path, before)
    await waitFor('the guard', async () => (await ask('/secret', {}, { n: 1 })).status === 401)
  })
})

describe('the server', () => {
  it('has what the plugin adds, to steps and beside them', async () => {
    expect((await server.request('GET', '/count')).headers.get('x-plugin')).toBe('yes')
    expect((await server.request('GET', '/raw')).body).toEqual({ raw: true })
  })

  it('follows the plugin when it changes, is not there without it, and comes back', async () => {
    const path = 'motia/fastify.ts'
    const before = project.read(path)
    const raw = () => server.request('GET', '/raw').catch(() => undefined)
    project.write(path, before.replace('raw: true', "raw: 'new'"))
    await waitFor('the new route', async () => (await raw())?.body?.raw === 'new')
    project.write(path, "export default async () => {\n  throw new Error('no such port')\n}\n")
    await server.prints('motia/fastify.ts could not be registered: no such port')
    project.write(path, before)
    await waitFor('the route', async () => (await raw())?.body?.raw === true)
  })

  it('lets in pages of the origin that is named, and no other', async () => {
    const origin = 'https://app.example.com'
    const preflight = { origin, 'access-control-request-method': 'DELETE' }
    const answer = await server.request('OPTIONS', '/no/such/path', undefined, preflight)
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, origin])
    const other = await server.request('GET', '/count', undefined, { origin: 'https://evil.example.com' })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('compresses what is worth it', async () => {
    const answer = await server.request('GET', '/long', undefined, { 'accept-encoding': 'br' })
    expect([answer.headers.get('content-encoding'), answer.body.text.length]).toEqual(['br', 4000])
  })

  it('limits what a step limits', async () => {
    expect((await server.request('GET', '/limited')).status).toBe(200)
    expect((await server.request('GET', '/limited')).status).toBe(429)
  })
})

describe('D23: an idempotency key', () => {
  it('has the same answer for the same request, which happens once', async () => {
    const headers = { 'idempotency-key': 'order-1' }
    const [one, two] = [
      await server.request('POST', '/pay', { amount: 7 }, headers),
      await server.request('POST', '/pay', { amount: 7 }, headers),
    ]
    expect([one.status, one.headers.get('idempotent-replayed')]).toEqual([201, null])
    expect([two.status, two.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(two.body).toEqual(one.body)
    expect((await server.request('POST', '/pay', { amount: 8 }, headers)).status).toBe(422)
    expect((await server.request('POST', '/pay', {}, { 'idempotency-key': 'a b' })).status).toBe(400)
    await waitFor('one shipment', async () => (await server.request('GET', '/count')).body.shipments === 1)
    expect((await server.request('GET', '/count')).body).toEqual({ payments: 1, shipments: 1 })
  })

  it('stands when the app is killed after the commit and before the answer', async () => {
    const headers = { 'idempotency-key': 'order-2' }
    const lost = server.request('POST', '/pay', { amount: 9 }, { ...headers, 'x-crash': 'now' })
    await expect(lost).rejects.toThrow()
    const again = await ask('/pay', headers, { amount: 9 })
    expect([again.status, again.headers.get('idempotent-replayed'), again.body.paid]).toEqual([
      201,
      'true',
      9,
    ])
    await waitFor('two shipments', async () => (await server.request('GET', '/count')).body.shipments === 2)
    expect((await server.request('GET', '/count')).body.payments).toBe(2)
  })
})
