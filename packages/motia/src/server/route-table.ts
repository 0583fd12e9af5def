/**
 * The routes of the API server at one time, as a Fastify of their own: the project's api steps, the health endpoint,
 * the files of `web/`, and JSON for everything that goes wrong. server.ts puts it behind its socket.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { motiaError } from '@motia/core/errors'
import type { HttpMethod, RateLimit, Step } from '@motia/core/step'
import type { UploadLimits } from '@motia/core/upload'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import type { CompressionConfig, Config, CorsConfig } from '../config/config.ts'
import { type AnswerSchemas, withAnswerCheck } from './answer-check.ts'
import { answerError, answerNotFound } from './answers.ts'
import { compressAnswers } from './around/compression.ts'
import { allowOrigins } from './around/cors.ts'
import type { RouteMiddleware } from './around/middleware.ts'
import { type ProjectPlugin, refusal, registerPlugin } from './around/project-plugin.ts'
import { limitRate, type RateCounters } from './around/rate-limit.ts'
import { acceptBodies } from './bodies/bodies.ts'
import type { Uploads } from './bodies/uploads.ts'
import { tellOfEarlyAnswer, tellOfRefusedBody } from './early-answer.ts'
import { createLocalHandler } from './local-handler.ts'
import { methodsAt, pathOf } from './methods-at.ts'
import { JSON_TYPE } from './response.ts'
import { createRoute } from './route.ts'
import type { RouteWorld } from './route-world.ts'
import { serveWeb, type WebFiles } from './web.ts'
import { createWorkerHandler } from './worker-handler.ts'

/** Which requests a step answers. */
export interface ApiRoute {
  readonly stepId: string
  readonly method: HttpMethod
  /** Begins with `/`; `:name` is a parameter. */
  readonly path: string
  /** Bytes; by default the server's. */
  readonly bodyLimit?: number
  /** Absent where no files are taken. */
  readonly upload?: UploadLimits
  /** The step, if this process holds it: called here, unless it asks for a worker (`isolate`). */
  readonly step?: Step<'api'>
  /** Outermost first. */
  readonly middleware?: readonly RouteMiddleware[]
  readonly rateLimit?: RateLimit
  /** What it is to answer, by status; checked in development. */
  readonly answers?: AnswerSchemas
}

export interface RouteTableOptions {
  /** The project's folder, absolute. */
  readonly root: string
  readonly bodyLimit: number
  readonly uploads: Uploads
  readonly counters: RateCounters
  readonly world: RouteWorld
  readonly cors?: CorsConfig
  readonly compression?: CompressionConfig
  /** Which proxies are believed; by default none. */
  readonly trustProxy?: Config['trustProxy']
  /** The project's own, for what steps do not do. */
  readonly plugin?: ProjectPlugin
  /** The API's OpenAPI document, and where it is served. */
  readonly openApi?: { readonly path: string; document(): object }
  /** What the health endpoint tells besides `status`. */
  health(): object
  /** Whether files that may hold further routes are yet to be described: nothing is "not found" meanwhile. */
  pending?(): boolean
}

export interface RouteTable {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Bytes that are no request. */
  refuse(error: Error, socket: Duplex): void
  /** From now on each answer is the last of its connection. */
  close(): Promise<void>
}

export const HEALTH_PATH = '/_motia/health'

export async function buildRouteTable(
  routes: readonly ApiRoute[],
  options: RouteTableOptions,
): Promise<RouteTable> {
  // Its own server never listens.
  const fastify = Fastify({
    bodyLimit: options.bodyLimit,
    return503OnClosing: false, // a reload hands over: the connection's last request is answered
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    onProtoPoisoning: 'error',
    trustProxy: options.trustProxy ?? false,
  })
  acceptBodies(fastify, options.uploads)
  fastify.setErrorHandler((error, request, reply) => {
    tellOfRefusedBody(error as Error, request, reply, options.world)
    answerError(error as Error, reply)
  })
  let web: WebFiles | undefined
  const plain = [HEALTH_PATH, ...(options.openApi ? [options.openApi.path] : [])]
  const isPlain = (path: string) => plain.includes(path) || web?.has(path) === true
  fastify.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request)
    const mayBeNew = options.world.reveal && ['GET', 'HEAD'].includes(request.method)
    if (!(mayBeNew && (await web?.serveNew(path, reply))))
      answerNotFound(request, reply, methodsAt(path, routes, isPlain(path)), options.pending?.() ?? false)
    return reply
  })
  await surroundRoutes(fastify, options)
  fastify.get(HEALTH_PATH, async () => ({ status: 'ok', ...options.health() }))
  // Fastify answers HEAD where there is a GET, unless it has been told of another HEAD before.
  const isHead = ({ method }: ApiRoute) => Number(method === 'HEAD')
  for (const route of [...routes].sort((a, b) => isHead(b) - isHead(a))) addRoute(fastify, route, options)
  serveDocument(fastify, options)
  web = await serveWeb(fastify, options.root)
  await fastify.ready()
  return {
    handle: fastify.routing,
    refuse: (error, socket) => void fastify.server.emit('clientError', error, socket),
    close: () => fastify.close(),
  }
}

/** What is asked first, whatever the route. */
async function surroundRoutes(
  fastify: FastifyInstance,
  { cors, compression, plugin }: RouteTableOptions,
): Promise<void> {
  if (cors) await allowOrigins(fastify, cors)
  if (compression) compressAnswers(fastify, compression)
  if (plugin) await registerPlugin(fastify, plugin)
}

/** A step of its path goes before. */
function serveDocument(fastify: FastifyInstance, { openApi }: RouteTableOptions): void {
  if (!openApi || fastify.hasRoute({ method: 'GET', url: openApi.path })) return
  fastify.get(openApi.path, (_request, reply) =>
    reply.header('content-type', JSON_TYPE).send(JSON.stringify(openApi.document())),
  )
}

function addRoute(
  fastify: FastifyInstance,
  { stepId, method, path, bodyLimit, upload, step, middleware = [], rateLimit, answers }: ApiRoute,
  { world, plugin, counters }: RouteTableOptions,
): void {
  if (plugin && fastify.hasRoute({ method, url: path }))
    throw refusal(plugin.file, `it has the route of step "${stepId}", ${method} ${path}`)
  const isHere = step !== undefined && !step.options.isolate
  const own = isHere ? createLocalHandler(step, world) : createWorkerHandler(stepId, world)
  const handle = answers && world.reveal ? withAnswerCheck(own, answers, world) : own
  const route: RouteOptions = {
    method,
    url: path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    config: { upload, stepId },
    ...(rateLimit && {
      onRequest: limitRate(rateLimit, counters.of(stepId), (request, reply, status, failure) =>
        tellOfEarlyAnswer(stepId, request, reply, status, world, failure),
      ),
    }),
    handler: createRoute({ stepId, method, path, handle, middleware }, world),
  }
  try {
    fastify.route(route)
  } catch (error) {
    const what = `the router does not take ${method} ${path} of step "${stepId}": ${(error as Error).message}`
    throw motiaError('MOTIA_OPTION', { what }, { cause: error })
  }
}
