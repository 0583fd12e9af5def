import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TelemetryEvent } from '@motia/core/events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Refusal } from '../refusal.ts'
import { createLive, type Live } from './live.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const log = (message: string): TelemetryEvent => ({
  type: 'log',
  at: 1,
  level: 'info',
  message,
  source: 'logger',
})

async function serve(live: Live, served: (response: ServerResponse) => void = () => {}): Promise<string> {
  const server: Server = createServer((request, response) => {
    try {
      live.listen(request, response)
      served(response)
    } catch (error) {
      response.writeHead((error as Refusal).status).end()
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    live.close()
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What a listener has received so far. */
async function follow(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController()
  ends.push(() => abort.abort())
  const response = await fetch(url, { headers, signal: abort.signal })
  const received = { text: '', isOver: false }
  const reading = (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      received.text += Buffer.from(chunk).toString('utf8')
    }
  })()
  const over = () => {
    received.isOver = true
  }
  reading.then(over, over)
  return { response, received, abort }
}

const messages = (text: string) =>
  [...text.matchAll(/data: (.*"message":.*)\n/g)].map(([, data]) => JSON.parse(data as string).message)

const quick = { flushMs: 5 }

describe('live telemetry', () => {
  it('reaches everyone who listens, within a second', async () => {
    const live = createLive()
    const url = await serve(live)
    const [one, two] = [await follow(url), await follow(url)]
    expect(one.response.headers.get('content-type')).toContain('text/event-stream')
    const start = performance.now()
    live.take([log('홍길동 😀')])
    await vi.waitFor(() => {
      for (const { received } of [one, two]) expect(messages(received.text)).toEqual(['홍길동 😀'])
    })
    expect(performance.now() - start).toBeLessThan(1000)
    expect(one.received.text).toContain('event: telemetry\n')
  })

  it('goes on where a listener left off', async () => {
    const live = createLive(quick)
    const url = await serve(live)
    live.take([log('one'), log('two'), log('three')])
    const back = await follow(url, { 'last-event-id': '1' })
    await vi.waitFor(() => expect(messages(back.received.text)).toEqual(['two', 'three']))
  })

  it.each(['', 'nonsense', '-1', '999999', '1e3', '"; drop'])(
    'takes any last id: "%s" begins with what comes',
    async (id) => {
      const live = createLive(quick)
      const url = await serve(live)
      live.take([log('before')])
      const { received } = await follow(url, { 'last-event-id': id })
      live.take([log('after')])
      await vi.waitFor(() => expect(messages(received.text)).toEqual(['after']))
    },
  )

  it('holds no secrets', async () => {
    const live = createLive(quick)
    const { received } = await follow(await serve(live))
    live.take([{ ...log('done'), fields: { token: 'hunter2' } } as TelemetryEvent])
    await vi.waitFor(() => expect(received.text).toContain('[redacted]'))
    expect(received.text).not.toContain('hunter2')
  })

  it('of a flood sends the newest, and says how many are missing', async () => {
    const live = createLive(quick)
    const { received } = await follow(await serve(live))
    for (let i = 0; i < 30; i++) live.take(Array.from({ length: 100 }, (_, k) => log(`${i * 100 + k}`)))
    await vi.waitFor(() => expect(messages(received.text).at(-1)).toBe('2999'))
    expect(messages(received.text)).toHaveLength(200)
    expect(received.text).toContain('event: dropped\ndata: {"count":2800}')
  })

  it('does not pile up for a listener that does not read', async () => {
    const live = createLive(quick)
    const responses: ServerResponse[] = []
    const url = await serve(live, (response) => responses.push(response))
    await fetch(url)
    const { received } = await follow(url)
    const sleeper = responses[0] as ServerResponse
    /** As much as a flush sends; it has happened when the one that reads has it. */
    const flood = async (round: number) => {
      received.text = ''
      live.take([...Array.from({ length: 100 }, () => log('x'.repeat(10_000))), log(`end of ${round}`)])
      await vi.waitFor(() => expect(received.text).toContain(`end of ${round}"`))
    }
    let round = 0
    while (sleeper.writableLength < 256 * 1024) await flood(round++)
    for (let more = 0; more < 10; more++) await flood(round++)
    // One flush beyond the limit, of some ten megabytes.
    expect(sleeper.writableLength).toBeLessThan(256 * 1024 + 1.2e6)
  })

  it('beats while nothing happens, so that dead connections show', async () => {
    const { received } = await follow(await serve(createLive({ heartbeatMs: 10 })))
    await vi.waitFor(() => expect(received.text).toMatch(/\n:\n\n:\n\n/))
  })

  it('forgets who has left, and refuses more than it can serve', async () => {
    const live = createLive(quick)
    const url = await serve(live)
    const all = await Promise.all(Array.from({ length: 50 }, () => follow(url)))
    expect((await fetch(url)).status).toBe(503)
    all[0]?.abort.abort()
    await vi.waitFor(async () => {
      const next = await follow(url)
      expect(next.response.status).toBe(200)
    })
  })

  it('ends with the server', async () => {
    const live = createLive(quick)
    const { received } = await follow(await serve(live))
    live.close()
    await vi.waitFor(() => expect(received.isOver).toBe(true))
  })
})
