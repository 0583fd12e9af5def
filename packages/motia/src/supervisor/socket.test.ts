import { createServer } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppProcess } from './app-process.ts'
import { ask, createWitness, launchFakeApp } from './fixtures/launch-fake-app.ts'
import { bindNextFree, bindSocket, bindWhenFree, type ListeningSocket } from './socket.ts'

const open: ListeningSocket[] = []
const apps: AppProcess[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.kill('end of test')
    await app.gone
  }
  for (const socket of open.splice(0)) socket.close()
})

async function bind(port = 0): Promise<ListeningSocket> {
  const socket = await bindSocket('127.0.0.1', port)
  open.push(socket)
  return socket
}

async function serve(socket: ListeningSocket): Promise<AppProcess> {
  const witness = createWitness()
  const app = launchFakeApp(socket, witness)
  apps.push(app)
  app.start({ config: {}, manifest: {} })
  app.open()
  await vi.waitFor(() => expect(witness.lines).toContain('ready'), 5000)
  return app
}

describe('the listening socket', () => {
  it('tells the port that the system chose', async () => {
    expect((await bind()).port).toBeGreaterThan(1023)
  })

  it('queues connections while no child is alive, and the next child answers them', async () => {
    const socket = await bind()
    const first = await serve(socket)
    first.kill('test')
    await first.gone
    const answers = Promise.all(Array.from({ length: 50 }, () => ask(socket)))
    const second = await serve(socket)
    expect(new Set((await answers).map(({ pid }) => pid))).toEqual(new Set([second.pid]))
  })

  it('says clearly that a port is taken, and finds the next free one', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(other.listening).toBe(true))
    const { port } = other.address() as { port: number }
    await expect(bind(port)).rejects.toThrow(`port ${port} is in use by another program`)
    const next = await bindNextFree('127.0.0.1', port)
    open.push(next)
    expect(next.port).toBeGreaterThan(port)
    other.close()
  })

  it('is waited for while the app of a former supervisor still has it', async () => {
    const orphan = createServer().listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(orphan.listening).toBe(true))
    const { port } = orphan.address() as { port: number }
    await expect(bindWhenFree('127.0.0.1', port, 100)).rejects.toMatchObject({ code: 'MOTIA_PORT_BUSY' })
    const bound = bindWhenFree('127.0.0.1', port, 10_000)
    setTimeout(() => orphan.close(), 100)
    open.push(await bound)
  })

  it('is taken for others once a child listens', async () => {
    const socket = await bind()
    await serve(socket)
    await expect(bind(socket.port)).rejects.toMatchObject({ code: 'MOTIA_PORT_BUSY' })
  })

  it('accepts a name, and refuses an address that is not of this machine', async () => {
    const socket = await bindSocket('localhost', 0)
    open.push(socket)
    expect(socket.host).toBe('localhost')
    await expect(bindSocket('192.0.2.1', 0)).rejects.toMatchObject({ code: 'MOTIA_LISTEN' })
  })
})
