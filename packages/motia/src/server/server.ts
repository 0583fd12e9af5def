/**
 * The API server: Fastify with the project's api steps as routes, JSON for everything that goes wrong, the health
 * endpoint and the project's `web/`. app.ts opens it on the socket that the supervisor listens on.
 */
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { HttpMethod, Step } from '@motia/core/step'
import Fastify, { type FastifyInstance } from 'fastify'
import { answerError, answerNotFound } from './answers.ts'
import { acceptBodies } from './bodies.ts'
import { createIsolatedRoute } from './isolated-route.ts'
import { createRoute, type RouteWorld } from './route.ts'

export interface ServerOptions {
  readonly root: string
  readonly steps: readonly Step<'api'>[]
  readonly bodyLimit: number
  readonly requestTimeoutMs: number
  readonly world: RouteWorld
  /** What the health endpoint tells besides `status`. */
  health(): object
  /** After the last answer. */
  onClose?(): void
}

export interface Server {
  /** Resolves to the port. */
  listen(target: { readonly fd: number } | { readonly port: number; readonly host: string }): Promise<number>
  /** After the requests under way. */
  close(): Promise<void>
}

export const HEALTH_PATH = '/_motia/health'

export async function createServer(options: ServerOptions): Promise<Server> {
  const { steps, world, bodyLimit, requestTimeoutMs } = options
  const fastify = Fastify({
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false, // a reload hands over: the connection's last request is answered
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    onProtoPoisoning: 'error',
  })
  acceptBodies(fastify)
  fastify.setErrorHandler((error, _request, reply) => answerError(error as Error, reply))
  fastify.setNotFoundHandler((request, reply) => answerNotFound(request, reply, steps))
  fastify.get(HEALTH_PATH, async () => ({ status: 'ok', ...options.health() }))
  // Fastify answers HEAD where there is a GET, unless it has been told of another HEAD before.
  const isHead = (step: Step<'api'>) => Number(step.options.method === 'HEAD')
  for (const step of [...steps].sort((a, b) => isHead(b) - isHead(a))) addRoute(fastify, step, world)
  await serveWeb(fastify, options.root)
  await fastify.ready()
  return {
    listen: (target) =>
      new Promise((resolve, reject) => {
        fastify.server.once('error', reject)
        fastify.server.listen(target, () => resolve((fastify.server.address() as AddressInfo).port))
      }),
    async close() {
      fastify.server.keepAliveTimeout = 1 // a connection whose last answer is yet to come ends with it
      await fastify.close()
      options.onClose?.()
    },
  }
}

function addRoute(fastify: FastifyInstance, step: Step<'api'>, world: RouteWorld): void {
  const { method, path, bodyLimit, isolate } = step.options
  fastify.route({
    method: method as HttpMethod,
    url: path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    handler: isolate ? createIsolatedRoute(step.options.id, world) : createRoute(step, world),
  })
}

/** Loaded only by projects that have a `web/`. */
async function serveWeb(fastify: FastifyInstance, root: string): Promise<void> {
  const folder = join(root, 'web')
  if (!existsSync(folder)) return
  const { default: serveStatic } = await import('@fastify/static')
  await fastify.register(serveStatic, { root: folder, wildcard: false, dotfiles: 'ignore' })
}
