/**
 * The Workbench's server, on its own port: guards, routes, answers. The supervisor creates it, so that it stays up while
 * the app is down; nothing listens until it is told to.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StepDescriptor } from '@motia/core/descriptor'
import { MotiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import type { TelemetryReader } from '../observability/records.ts'
import { createGuard } from './guard.ts'
import { createLive } from './live.ts'
import { loadPage } from './page.ts'
import { Refusal } from './refusal.ts'
import { readBody } from './request-body.ts'
import { findRoute, type Route } from './router.ts'
import { commandRoutes } from './routes/commands.ts'
import { runRoutes } from './routes/runs.ts'
import { stepRoutes } from './routes/steps.ts'
import { telemetryRoutes } from './routes/telemetry.ts'
import type { RunReader, WorkbenchCommands } from './run-reader.ts'
import type { WireError, WireInfo } from './wire.ts'

export interface WorkbenchOptions {
  readonly info: () => WireInfo
  readonly steps: () => readonly StepDescriptor[]
  readonly runs: RunReader
  readonly telemetry: TelemetryReader
  readonly commands: WorkbenchCommands
  /** Names that it is reached by, besides this machine's own; without a port. */
  readonly allowedHosts?: readonly string[]
  /** Asked for as a bearer token or as the password of a basic login. */
  readonly token?: string
}

export interface Workbench {
  readonly handler: RequestListener
  /** Telemetry for those who follow it live. */
  take(events: readonly TelemetryEvent[]): void
  /** Resolves to the port (0 finds a free one). Rejects with Node's error, `EADDRINUSE` say. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>
  close(): Promise<void>
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { allowedHosts = [], token } = options
  const guard = createGuard({ allowedHosts, ...(token !== undefined && { token }) })
  const routes = toRoutes(options)
  const live = createLive()
  const page = loadPage()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guard(request)
    const { pathname, searchParams: query } = parseUrl(request.url)
    const method = request.method ?? ''
    const isGet = method === 'GET' || method === 'HEAD'
    if (isGet && page.answer(pathname, response)) return
    if (method === 'GET' && pathname === '/api/events') return live.listen(request, response)
    const { route, params } = findRoute(routes, method, pathname)
    const body = route.method === 'POST' ? await readBody(request) : undefined
    sendJson(response, 200, await route.answer({ params, query, body }))
  }

  const handler: RequestListener = (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    answer(request, response).catch((error) => sendError(response, error))
  }
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handler)

  return {
    handler,
    take: live.take,
    listen({ host, port }) {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      })
    },
    close() {
      live.close()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

function toRoutes({ info, steps, runs, telemetry, commands }: WorkbenchOptions): Route[] {
  return [
    { method: 'GET', path: '/api/info', answer: info },
    ...stepRoutes({ steps, runs, telemetry }),
    ...runRoutes({ runs, telemetry }),
    ...telemetryRoutes(telemetry),
    ...commandRoutes(commands),
  ]
}

function parseUrl(url: string | undefined): URL {
  const parsed = URL.canParse(url ?? '', 'http://workbench')
    ? new URL(url ?? '', 'http://workbench')
    : undefined
  if (parsed) return parsed
  throw new Refusal(400, 'the address of the request makes no sense')
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (error instanceof Refusal) {
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value)
    const body: WireError = { error: error.message, ...(error.code !== undefined && { code: error.code }) }
    sendJson(response, error.status, body)
    return
  }
  // The user's own machine: what went wrong helps here, and its stack goes nowhere.
  const { message } = error as Error
  const body: WireError =
    error instanceof MotiaError ? { error: message, code: error.code, hint: error.hint } : { error: message }
  sendJson(response, 500, body)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value ?? null))
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  })
  response.end(body)
}
