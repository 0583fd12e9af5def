/**
 * The listening socket of the API, owned by the supervisor and inherited by each app process as descriptor 4: the
 * kernel queues connections as long as the supervisor's descriptor is open, so that a restart refuses none.
 * The only file that uses Node's undocumented `net._createServerHandle`: everything documented (`server.listen`,
 * `cluster`) either accepts connections in this process too or closes the socket with its last child.
 */
import { lookup } from 'node:dns/promises'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { getSystemErrorName } from 'node:util'
import { motiaError } from '@motia/core/errors'

export interface ListeningSocket {
  /** To be inherited by a child, which calls `server.listen({ fd })`. */
  readonly fd: number
  readonly host: string
  readonly port: number
  close(): void
}

/** libuv's handle of a socket that is bound, and that nobody polls. */
interface Handle {
  readonly fd: number
  getsockname(out: { port?: number }): number
  close(): void
}

type CreateServerHandle = (address: string, port: number, family: 4 | 6) => Handle | number
const createServerHandle = (net as unknown as { _createServerHandle: CreateServerHandle })._createServerHandle

const PORTS_TRIED = 20
const RETRY_MS = 50
const HOW = '--port, PORT, or `port` in motia.config.js'

/**
 * Binds without listening: the first child does that.
 * @param port 0 for any
 * @throws `MOTIA_PORT_BUSY`, `MOTIA_LISTEN`
 */
export async function bindSocket(host: string, port: number): Promise<ListeningSocket> {
  const { address, family } = await resolveHost(host)
  const handle = createServerHandle(address, port, family)
  if (typeof handle === 'number') throw toBindError(handle, host, port)
  const name: { port?: number } = {}
  const status = handle.getsockname(name) // libuv keeps back the error of bind until here
  if (status !== 0) {
    handle.close()
    throw toBindError(status, host, port)
  }
  return { fd: handle.fd, host, port: name.port ?? port, close: () => handle.close() }
}

/**
 * Waits for a port that is in use: the app of a supervisor that was killed lets go of it as soon as it has noticed.
 * @throws `MOTIA_PORT_BUSY` if it is still in use after `waitMs`, `MOTIA_LISTEN`
 */
export async function bindWhenFree(host: string, port: number, waitMs: number): Promise<ListeningSocket> {
  const until = performance.now() + waitMs
  for (;;) {
    try {
      return await bindSocket(host, port)
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error
    }
    await sleep(RETRY_MS)
  }
}

/** The first free port from `port` on. @throws `MOTIA_PORT_BUSY` if that and the next ones are taken */
export async function bindNextFree(host: string, port: number): Promise<ListeningSocket> {
  for (let next = port; ; next++) {
    try {
      return await bindSocket(host, next)
    } catch (error) {
      if (!isBusy(error) || next >= port + PORTS_TRIED || next >= 65_535) throw error
    }
  }
}

function isBusy(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'MOTIA_PORT_BUSY'
}

async function resolveHost(host: string): Promise<{ address: string; family: 4 | 6 }> {
  const version = net.isIP(host)
  if (version !== 0) return { address: host, family: version as 4 | 6 }
  try {
    const { address, family } = await lookup(host, { order: 'ipv4first' })
    return { address, family: family as 4 | 6 }
  } catch (error) {
    throw motiaError('MOTIA_LISTEN', { address: host, cause: (error as Error).message })
  }
}

function toBindError(status: number, host: string, port: number): Error {
  const name = getSystemErrorName(status)
  if (name === 'EADDRINUSE') return motiaError('MOTIA_PORT_BUSY', { port, how: HOW })
  const cause = name === 'EACCES' ? 'this user may not use the port' : name
  return motiaError('MOTIA_LISTEN', { address: `${host}:${port}`, cause })
}
