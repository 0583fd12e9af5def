import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { api, response } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openServer, sendRaw, type TestServer } from './fixtures/open-server.ts'
import { openClient } from './fixtures/slow-client.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

const REQUEST_MS = 200
/** After which a client counts as stalled. */
const STALLED_MS = 2 * REQUEST_MS

async function open(handler: () => unknown): Promise<TestServer> {
  const step = api({ id: 'step', method: 'GET', path: '/' }, handler)
  const test = await openServer([step], { requestTimeoutMs: REQUEST_MS })
  opened.push(test)
  return test
}

describe('a client that reads nothing', () => {
  it('is cut off, and the source of its answer ends', async () => {
    const ended = vi.fn()
    const { url } = await open(() => {
      const flood = async function* () {
        try {
          for (;;) yield 'x'.repeat(100_000)
        } finally {
          ended()
        }
      }
      return response(200, flood(), { 'content-type': 'text/event-stream' })
    })
    const client = await openClient(url, { reads: false })
    await vi.waitFor(() => expect(ended).toHaveBeenCalled(), 5000)
    client.leave()
  })

  it('is another than one that waits for its answer', async () => {
    const { url } = await open(async () => {
      await sleep(2 * STALLED_MS)
      return 'late'
    })
    expect((await sendRaw(url, '/')).body).toBe('"late"')
  })

  it('is another than one that has been slow, and that nothing was sent to since', async () => {
    const { url } = await open(() => {
      const events = async function* () {
        yield 'x'.repeat(20_000_000)
        await sleep(3 * STALLED_MS)
        yield 'the end'
      }
      return response(200, events(), { 'content-type': 'text/event-stream' })
    })
    const client = await openClient(url, { reads: false })
    await sleep(STALLED_MS / 2)
    let text = ''
    for await (const chunk of client.response) text = `${text}${chunk}`.slice(-7)
    expect(text).toBe('the end')
  })

  it('is another than one that reads slowly', async () => {
    const { url } = await open(() => response(200, Buffer.alloc(30_000_000)))
    const client = await openClient(url, { reads: false })
    let bytes = 0
    for await (const chunk of client.response) {
      const before = Math.floor(bytes / 5_000_000)
      bytes += chunk.length
      if (Math.floor(bytes / 5_000_000) > before) await sleep(STALLED_MS / 4)
    }
    expect(bytes).toBe(30_000_000)
  })
})

it('a connection that is kept between requests belongs to no stalled client', async () => {
  const { url } = await open(() => 'ok')
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' })
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  await once(socket, 'data')
  await sleep(2 * STALLED_MS)
  expect(socket.destroyed).toBe(false)
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
})
