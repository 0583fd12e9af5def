import { once } from 'node:events'
import { connect } from 'node:net'
import { api } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGate, openServer, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

async function open(handler: (id: string) => unknown) {
  const step = api({ id: 'step', method: 'GET', path: '/:id' }, ({ params }) => handler(params.id ?? ''))
  const test = await openServer([step])
  opened.push(test)
  const socket = connect({ port: Number(new URL(test.url).port), host: '127.0.0.1' }).setEncoding('latin1')
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  const send = (ids: readonly number[]) =>
    socket.write(ids.map((id) => `GET /${id} HTTP/1.1\r\nhost: a\r\n\r\n`).join(''))
  const { events } = test
  return {
    socket,
    send,
    events,
    bodies: () => [...text.matchAll(/\r\n\r\n"(\d+)"/g)].map(([, id]) => Number(id)),
  }
}
const ids = Array.from({ length: 1000 }, (_, i) => i)

describe('requests that come over one connection at once', () => {
  it('are all answered, in their order', async () => {
    const { socket, send, bodies } = await open(async (id) => {
      if (Number(id) % 3 === 0) await new Promise(setImmediate)
      return id
    })
    send(ids)
    await vi.waitFor(() => expect(bodies()).toEqual(ids))
    send(ids.slice(0, 3))
    await vi.waitFor(() => expect(bodies().length).toBe(1003))
    socket.destroy()
  })

  it('are begun a few at a time, and no more once the client has gone', async () => {
    const gate = createGate()
    const begun: string[] = []
    const { socket, send, events } = await open(async (id) => {
      begun.push(id)
      await gate.passed
      return id
    })
    send(ids)
    await vi.waitFor(() => expect(begun.length).toBeGreaterThan(5))
    expect(begun.length).toBeLessThan(20)
    socket.destroy()
    await once(socket, 'close')
    gate.open()
    await vi.waitFor(() => expect(events).toHaveLength(begun.length))
    expect(begun.length).toBeLessThan(20)
  })
})
