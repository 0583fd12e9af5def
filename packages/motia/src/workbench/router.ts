/** Finds the route of a request: as much of a router as some forty paths need. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MaybePromise } from '@motia/core/outcome'
import { Refusal } from './refusal.ts'
import type { WireRole } from './wire/app.ts'

/** What a route is called with. */
export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The parsed JSON body of a POST. */
  readonly body: unknown
  /** Who asks; null, where anybody may, for who has no session. */
  readonly role: WireRole | null
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

export interface Route {
  readonly method: 'GET' | 'POST'
  /** `:name` takes one segment. */
  readonly path: string
  /** The least that one has to be to use it. */
  readonly for: 'anybody' | WireRole
  /** Of the body. Default: 1 MB. */
  readonly maxBytes?: number
  /** What the audit log says that it was done to; absent for what changes nothing. */
  readonly audit?: (body: unknown) => Readonly<Record<string, unknown>>
  /** Resolves to what is answered as JSON, or to ANSWERED. */
  readonly answer: (call: Call) => MaybePromise<unknown>
}

/** What a route resolves to that has answered by itself. */
export const ANSWERED = Symbol('answered')

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** A route that reads, for everyone who may see anything. */
export function reading(path: string, answer: Route['answer']): Route {
  return { method: 'GET', path: `/api/v1/${path}`, for: 'viewer', answer }
}

/** @throws Refusal 404, 405 */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const matches = routes.filter((route) => isMatch(route.path, path))
  const wanted = method === 'HEAD' ? 'GET' : method
  const route = matches.find((match) => match.method === wanted)
  if (route) return { route, params: readParams(route.path, path) }
  if (matches.length === 0) throw new Refusal(404, `the Workbench has nothing at ${path.slice(0, 200)}`)
  const allow = matches.map((match) => match.method).join(', ')
  throw new Refusal(405, `${path} takes ${allow}`, { headers: { allow } })
}

function isMatch(pattern: string, path: string): boolean {
  const names = pattern.split('/')
  const segments = path.split('/')
  return (
    names.length === segments.length &&
    names.every((name, index) => (name.startsWith(':') ? segments[index] !== '' : name === segments[index]))
  )
}

function readParams(pattern: string, path: string): Record<string, string> {
  const segments = path.split('/')
  const params: Record<string, string> = {}
  for (const [index, name] of pattern.split('/').entries()) {
    if (name.startsWith(':')) params[name.slice(1)] = decode(segments[index] as string)
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, `"${segment.slice(0, 200)}" is no valid part of a path`)
  }
}
