/** Which methods are answered at a path that a request has found nothing at: for its 405, or 204. route-table.ts asks. */
import type { HttpMethod } from '@motia/core/step'
import type { FastifyRequest } from 'fastify'

/** The path of a request's target, decoded where it can be; a slash at its end says nothing. */
export function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  const path = url.split('?', 1)[0] ?? ''
  return decode(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
}

/** Each once, in the order of the routes. @param isPlain whether there is something else than a step: a file, say */
export function methodsAt(
  path: string,
  routes: readonly { readonly method: HttpMethod; readonly path: string }[],
  isPlain: boolean,
): string[] {
  const given = path.split('/')
  const methods = routes.filter((route) => matches(route.path, given)).map(({ method }) => method)
  if (isPlain) methods.push('GET')
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
}

function decode(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path // no step answers there
  }
}

function matches(pattern: string, given: readonly string[]): boolean {
  const wanted = (pattern.length > 1 && pattern.endsWith('/') ? pattern.slice(0, -1) : pattern).split('/')
  if (wanted.at(-1) === '*') return given.length >= wanted.length && startsWith(given, wanted.slice(0, -1))
  if (wanted.length > given.length && wanted.at(-1)?.endsWith('?')) wanted.pop()
  return wanted.length === given.length && startsWith(given, wanted)
}

function startsWith(given: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((part, i) => part === given[i] || (part.startsWith(':') && given[i] !== ''))
}
