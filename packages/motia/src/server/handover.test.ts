import { Agent, createServer as createHttpServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endConnections } from './end-connections.ts'
import { createEventStreams } from './event-streams.ts'
import { openClient } from './fixtures/slow-client.ts'
import { passOn } from './pass-on.ts'

const agents: Agent[] = []
const servers: ReturnType<typeof createHttpServer>[] = []
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

function serve(name: string): ReturnType<typeof createHttpServer> {
  const server = createHttpServer((asked, response) => {
    let body = ''
    asked.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    asked.on('end', () => {
      response.writeHead(201, { 'x-name': name, 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${name} ${asked.method} ${asked.url} ${asked.headers['x-own'] ?? ''} ${body}`)
    })
  })
  servers.push(server)
  return server
}

interface Answered {
  readonly text: string
  readonly status: number | undefined
  readonly headers: NodeJS.Dict<string | string[]>
}

function ask(agent: Agent, port: number, method = 'GET', body = ''): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/path?q=1',
      method,
      agent,
      headers: { 'x-own': 'mine' },
    }
    const asking = request(options, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ text, status: answer.statusCode, headers: answer.headers }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

/** Hands its socket to another server, as apps do. */
async function handOver() {
  const old = serve('old')
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve))
  const { port } = old.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agents.push(agent)
  expect((await ask(agent, port)).text).toMatch(/^old GET/)
  const streams = createEventStreams()
  old.removeAllListeners('request').on('request', (asked, response) => passOn(asked, response, streams))
  const ended = endConnections(old, streams.endAll)
  const next = serve('next')
  await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve))
  return { agent, port, ended, next, streams }
}

describe('connections of a server that was handed over', () => {
  it('are answered by the next one, once more, with everything that was sent', async () => {
    const { agent, port, ended } = await handOver()
    const answer = await ask(agent, port, 'POST', 'ä'.repeat(100_000))
    expect(answer.text).toBe(`next POST /path?q=1 mine ${'ä'.repeat(100_000)}`)
    expect(answer).toMatchObject({
      status: 201,
      headers: { connection: 'close', 'set-cookie': ['a=1', 'b=2'] },
    })
    await ended
    expect((await ask(agent, port)).headers.connection).toBe('keep-alive')
  })

  it('end after a while if nobody asks anything', async () => {
    const { ended } = await handOver()
    await ended
  })

  it('end, whole, where events are passed on', async () => {
    const { agent, port, next, streams } = await handOver()
    next.removeAllListeners('request').on('request', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    })
    const client = await openClient(`http://127.0.0.1:${port}/`, { agent })
    await vi.waitFor(() => expect(client.text()).toBe('data: 1\n\n'))
    streams.endAll()
    expect(await client.ended).toBe('whole')
  })

  it('are told to end their events before they are cut', async () => {
    const server = serve('old')
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    server.removeAllListeners('request').on('request', (_, response) => void response.write('1'))
    const client = await openClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const endStreams = vi.fn()
    const ended = endConnections(server, endStreams)
    vi.advanceTimersByTime(29_000)
    expect(endStreams).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1000)
    expect([endStreams.mock.calls.length, client.response.complete]).toEqual([1, false])
    vi.advanceTimersByTime(1000)
    vi.useRealTimers()
    expect(await client.ended).toBe('cut')
    await ended
  })

  it('answer 502 if nobody has taken over', async () => {
    const { agent, port, next } = await handOver()
    await new Promise((resolve) => next.close(resolve))
    expect((await ask(agent, port)).status).toBe(502)
  })
})
