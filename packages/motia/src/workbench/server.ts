/**
 * The Workbench's server, on its own port: guards, routes, answers. The supervisor creates it, so that it stays up while
 * the app is down; nothing listens until it is told to.
 *
 *   request ── guard: Host, Origin ──┬── /api/… ── route ── who asks? may they? ── body ── answer ── audit log
 *                                    └── anything else ── the page, and its cookie where nobody has to log in
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TelemetryEvent } from '@motia/core/events'
import { type AccessOptions, createAccess } from './access/access.ts'
import { toAuditEntry } from './access/audit-entry.ts'
import type { AuditEntry, AuditLog } from './access/audit-log.ts'
import { createGuard, isPageLoad } from './access/guard.ts'
import { HEADERS, sendError, sendJson } from './answers.ts'
import { type ApiSources, apiRoutes } from './api.ts'
import { createLive } from './live/live.ts'
import { createPulse } from './live/pulse.ts'
import { openPage } from './page.ts'
import { Refusal } from './refusal.ts'
import { readBody } from './request-body.ts'
import { ANSWERED, findRoute, type Match, type Route } from './router.ts'

export interface WorkbenchOptions extends ApiSources {
  readonly access: AccessOptions
  readonly audit: AuditLog
  /** Names that it is reached by, besides this machine's own; without a port. */
  readonly allowedHosts?: readonly string[]
  /** Where the page was built to; tests bring their own. */
  readonly pageFolder?: string
  /** Of what it reads with. */
  readonly close?: () => Promise<void>
}

export interface Workbench {
  readonly handler: RequestListener
  /** Telemetry for those who follow it live. */
  take(events: readonly TelemetryEvent[]): void
  /** Resolves to the port (0 finds a free one). Rejects with Node's error, `EADDRINUSE` say. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>
  close(): Promise<void>
}

const MAX_URL = 16_000

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { audit, allowedHosts = [], pageFolder, app } = options
  const access = createAccess(options.access)
  const guard = createGuard({ allowedHosts, takesAnyName: access.asksForLogin })
  const pulse = createPulse(options)
  const live = createLive({ pulse: pulse.read, app: () => app.state() })
  const routes = apiRoutes(options, access, live)
  const page = openPage(pageFolder)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    guard(request)
    const { path, query } = parseUrl(request.url)
    if (path === '/api' || path.startsWith('/api/')) return answerApi(request, response, path, query)
    const cookie = isPageLoad(request) ? access.welcome(request) : undefined
    if (cookie !== undefined) response.setHeader('set-cookie', cookie)
    return page.answer(path, request, response)
  }

  async function answerApi(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const isOpen = routes.some((route) => route.for === 'anybody' && route.path === path)
    const role = isOpen ? access.remember(request) : access.identify(request)
    const { route, params } = findRoute(routes, request.method ?? '', path)
    const seen: { body?: unknown } = {}
    try {
      if (route.for === 'operator' && role !== 'operator') throw viewerRefused(route)
      if (route.method === 'POST') seen.body = await readBody(request, route.maxBytes)
      const value = await route.answer({ params, query, body: seen.body, role, request, response })
      if (value !== ANSWERED) sendJson(response, 200, value, request.method === 'HEAD')
      writeDown(toAuditEntry(request, route, role, seen.body, value), route)
    } catch (error) {
      writeDown(toAuditEntry(request, route, role, seen.body, error), route)
      throw error
    }
  }

  /** But not what strangers can repeat without end: it would push what matters out of the log. */
  function writeDown(entry: AuditEntry, route: Route): void {
    const isKnown = entry.role !== null || route.for !== 'anybody'
    if (route.audit && (isKnown || entry.status === 401)) audit.record(entry)
  }

  const handler: RequestListener = (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    answer(request, response).catch((error) => sendError(response, error))
  }
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handler)

  return {
    handler,
    take(events) {
      pulse.take(events)
      live.take(events)
    },
    listen({ host, port }) {
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      })
    },
    async close() {
      live.close()
      const released = options.close?.()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await released
    },
  }
}

/** By hand: a parser of addresses would make one path of another (`/a/../b`) before anybody has looked at it. */
function parseUrl(url = ''): { readonly path: string; readonly query: URLSearchParams } {
  if (url.length > MAX_URL) throw new Refusal(414, 'the address of the request is too long')
  if (!url.startsWith('/')) throw new Refusal(400, 'the address of the request makes no sense')
  const [path = '', ...rest] = url.split('?')
  return { path, query: new URLSearchParams(rest.join('?')) }
}

function viewerRefused({ path }: Match['route']): Refusal {
  const action = path.split('/').at(-1)
  return new Refusal(403, `only an operator may ${action}: a viewer sees everything, and changes nothing`)
}
