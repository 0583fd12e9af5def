/**
 * The API server: one listening socket for the life of the app, behind it the newest table of routes. Files of some
 * languages are described after the app has begun to serve, so the routes are data that may be replaced at any time:
 * what is under way ends where it began. app/ opens it on the socket that the supervisor listens on.
 */
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createRateCounters } from './around/rate-limit.ts'
import { openUploads } from './bodies/uploads.ts'
import { endConnections } from './end-connections.ts'
import { createEventStreams } from './event-streams.ts'
import { passOn } from './pass-on.ts'
import { createPipelineTurns } from './pipeline-turns.ts'
import { settleTarget } from './request-target.ts'
import { type ApiRoute, buildRouteTable, type RouteTable, type RouteTableOptions } from './route-table.ts'
import { cutStalledClients } from './stalled-clients.ts'

export interface ServerOptions extends Omit<RouteTableOptions, 'uploads' | 'counters' | 'world'> {
  readonly world: Omit<RouteTableOptions['world'], 'streams'>
  readonly routes: readonly ApiRoute[]
  /** Age at which files that came with requests are deleted. */
  readonly uploadsMs: number
  readonly requestTimeoutMs: number
  /** After the last answer. */
  onClose?(): void
}

export interface Server {
  /** Resolves to the port. */
  listen(target: { readonly fd: number } | { readonly port: number; readonly host: string }): Promise<number>
  /**
   * The routes of every request that comes after this has resolved.
   * @throws if they contradict one another; those before stay then
   */
  replaceRoutes(routes: readonly ApiRoute[]): Promise<void>
  /** A request that came by no socket: a test's. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** After the requests under way. @param graceMs how long these may take: answers that have no end are ended by then */
  close(graceMs?: number): Promise<void>
  /**
   * Another server listens on the socket from now on: accepts no connection more, and passes on what comes over those
   * that there are. Resolves when they have ended, with their answers or after a while.
   */
  handOver(): Promise<void>
}

/** Within the project: files that came with requests. */
const UPLOADS_FOLDER = '.motia/uploads'
/** Fastify's own, for the server that we make in its place. */
const KEEP_ALIVE_MS = 72_000
/** Before the grace is over: what is cut off then did not end. */
const END_EARLY_MS = 250

export async function createServer(options: ServerOptions): Promise<Server> {
  const { requestTimeoutMs, root, uploadsMs } = options
  const server = createHttpServer({ connectionsCheckingInterval: checkEvery(requestTimeoutMs) })
  server.maxHeadersCount = 0 // their size is bounded; Node drops what is above the count, and says nothing
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = requestTimeoutMs
  // Node takes the larger of the two for the whole request, and has 60 s for the head.
  server.headersTimeout = Math.min(server.headersTimeout, requestTimeoutMs || server.headersTimeout)
  if (requestTimeoutMs > 0) cutStalledClients(server, 2 * requestTimeoutMs)
  const uploads = openUploads({ folder: join(root, UPLOADS_FOLDER), maxAgeMs: uploadsMs })
  const counters = createRateCounters()
  const streams = createEventStreams()
  const world = { ...options.world, streams }
  let table: RouteTable | undefined
  const turns = createPipelineTurns((request, response) => table?.handle(request, response))
  const take = (request: IncomingMessage, response: ServerResponse) => {
    if (!settleTarget(request, response)) turns.take(request, response)
  }
  const refuse = (error: Error, socket: Duplex) => table?.refuse(error, socket)
  server.on('request', take).on('clientError', refuse)
  let isClosing = false
  const replace = async (routes: readonly ApiRoute[]): Promise<void> => {
    table = await buildRouteTable(routes, { ...options, uploads, counters, world })
  }
  await replace(options.routes)
  const end = async () => {
    await table?.close()
    await closeServer(server)
    uploads.close()
    options.onClose?.()
  }
  let replaced: Promise<void> = Promise.resolve() // one after the other: the last one asked for holds
  return {
    listen: (target) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(target, () => resolve((server.address() as AddressInfo).port))
      }),
    replaceRoutes(routes) {
      const done = replaced.then(() => (isClosing ? undefined : replace(routes)))
      replaced = done.catch(() => {}) // whoever asked for it knows
      return done
    },
    handle: (request, response) => void server.emit('request', request, response),
    handOver() {
      isClosing = true
      server.removeAllListeners('request')
      server.on('request', (request, response) => passOn(request, response, streams))
      return endConnections(server, streams.endAll).then(end)
    },
    async close(graceMs = 0) {
      isClosing = true
      setTimeout(streams.endAll, graceMs - END_EARLY_MS).unref()
      await replaced
      server.keepAliveTimeout = 1 // a connection whose last answer is yet to come ends with it
      await end()
    },
  }
}

/** How often requests that are too late are looked for: Node's 30 s are more than the timeout itself. */
function checkEvery(requestTimeoutMs: number): number {
  return requestTimeoutMs > 0 ? Math.max(50, Math.min(5000, requestTimeoutMs / 4)) : 30_000
}

/** Idle connections close at once, the others with their answers. */
function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve()) // with an error if it never listened, which is closed, too
  })
}
