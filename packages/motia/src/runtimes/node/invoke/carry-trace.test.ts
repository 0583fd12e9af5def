import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Attempt, currentAttempt } from './attempt.ts'
import { carryTrace } from './carry-trace.ts'
import { AttemptContext } from './context.ts'
import { createFakeWorld } from './fixtures/fake-world.ts'

const ID = '019abcde0123700085e2d6b1c3f4a7b9'
const world = createFakeWorld()
const attempt = new Attempt({ runId: ID, traceId: ID, stepId: 's', attempt: 2, deadline: 0 }, world.services)
const own = `00-${ID}-e2d6b1c3f4a7b902-01`
const plain = globalThis.fetch

const seen: (string | undefined)[] = []
const server = createServer(({ headers }, response) => {
  seen.push(headers.traceparent as string | undefined, headers['x-own'] as string | undefined)
  response.end()
})
let url: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  globalThis.fetch = plain
  server.close()
})
beforeEach(() => {
  seen.length = 0
  globalThis.fetch = plain
  carryTrace()
})

const within = (...args: Parameters<typeof fetch>) => currentAttempt.run(attempt, () => fetch(...args))

describe('fetch', () => {
  it('tells the attempt that asks, beside other headers', async () => {
    await within(url)
    await within(url, { headers: { 'X-Own': '1' } })
    await within(new Request(url, { headers: { 'X-Own': '2' } }))
    expect(seen).toEqual([own, undefined, own, '1', own, '2'])
  })

  it('leaves a traceparent as it is, in whichever form, and says nothing outside of attempts', async () => {
    await within(url, { headers: [['Traceparent', 'mine']] })
    await within(new Request(url, { headers: { traceparent: 'mine' } }))
    await fetch(url)
    expect(seen).toEqual(['mine', undefined, 'mine', undefined, undefined, undefined])
  })

  it('refuses what it refuses anyway', async () => {
    await expect(within(url, { headers: { 'no name': '1' } })).rejects.toBeInstanceOf(TypeError)
    await expect(within('no url')).rejects.toBeInstanceOf(TypeError)
  })

  it('is left alone if the environment says so', () => {
    vi.stubEnv('MOTIA_TRACE_FETCH', 'off')
    globalThis.fetch = plain
    carryTrace()
    expect(globalThis.fetch).toBe(plain)
    vi.unstubAllEnvs()
  })
})

it('is what the context gives for other clients', () => {
  expect(new AttemptContext(attempt, world).traceparent).toBe(own)
})
