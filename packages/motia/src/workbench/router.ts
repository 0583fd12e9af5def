/** Finds the route of a request: as much of a router as a dozen paths need. */
import type { MaybePromise } from '@motia/core/outcome'
import { Refusal } from './refusal.ts'

/** What a route is called with. */
export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The parsed JSON body of a POST. */
  readonly body: unknown
}

export interface Route {
  readonly method: 'GET' | 'POST'
  /** `:name` takes one segment. */
  readonly path: string
  /** Resolves to what is answered as JSON. */
  readonly answer: (call: Call) => MaybePromise<unknown>
}

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** @throws Refusal 404, 405 */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path)
    return params ? [{ route, params }] : []
  })
  const wanted = method === 'HEAD' ? 'GET' : method
  const match = matches.find(({ route }) => route.method === wanted)
  if (match) return match
  if (matches.length === 0) throw new Refusal(404, `the Workbench has nothing at ${path}`)
  const allow = matches.map(({ route }) => route.method).join(', ')
  throw new Refusal(405, `${path} takes ${allow}`, undefined, { allow })
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/')
  const segments = path.split('/')
  if (names.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const segment = segments[index] as string
    if (name.startsWith(':') && segment !== '') params[name.slice(1)] = decode(segment)
    else if (name !== segment) return undefined
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, `"${segment}" is no valid part of a path`)
  }
}
