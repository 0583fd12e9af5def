/**
 * Who may talk to the Workbench. It acts with the user's rights on the user's machine, so every page in the user's
 * browser would like to: names that another site made up (DNS rebinding), requests that another site sends (CSRF) and,
 * where a token is asked for, whoever does not have it, are refused before anything else happens.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

export interface GuardOptions {
  /**
   * Names that it is reached by, besides this machine's own; without a port. With a token and no names any will do: a
   * made-up name is another origin to the browser, which has no token for it.
   */
  readonly allowedHosts: readonly string[]
  /** Asked for as a bearer token or as the password of a basic login. */
  readonly token?: string
}

/** Throws a `Refusal` unless the request may pass. */
export type Guard = (request: IncomingMessage) => void

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

export function createGuard({ allowedHosts, token }: GuardOptions): Guard {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()))
  const expected = token === undefined ? undefined : digest(token)
  const takesAnyName = expected !== undefined && allowed.size === 0
  return (request) => {
    if (!takesAnyName) checkHost(request.headers.host, allowed)
    checkOrigin(request)
    if (expected) checkToken(request.headers.authorization, expected)
  }
}

function checkHost(host: string | undefined, allowed: ReadonlySet<string>): void {
  const name = (host ?? '').toLowerCase().replace(/:\d{1,5}$/, '')
  if (LOOPBACK.test(name) || allowed.has(name)) return
  throw new Refusal(403, `the Workbench does not answer to the name "${name}": open it as localhost`)
}

/** Browsers send `Origin` with everything that can change something, and say of all requests where they come from. */
function checkOrigin(request: IncomingMessage): void {
  const { origin, host } = request.headers
  if (origin !== undefined && !isSame(origin, host)) {
    throw new Refusal(403, 'the Workbench takes no requests from other sites')
  }
  const site = request.headers['sec-fetch-site']
  const isForeign = site === 'cross-site' || site === 'same-site'
  // Following a link to the page is fine.
  if (isForeign && !(request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate')) {
    throw new Refusal(403, 'the Workbench takes no requests from other sites')
  }
}

function isSame(origin: string, host: string | undefined): boolean {
  try {
    const { protocol, host: from } = new URL(origin)
    return (protocol === 'http:' || protocol === 'https:') && from === host?.toLowerCase()
  } catch {
    return false
  }
}

function checkToken(authorization: string | undefined, expected: Buffer): void {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ')
  const given = scheme.toLowerCase() === 'basic' ? passwordOf(credentials) : credentials
  // Digests have the same length, so that the comparison tells nothing of the token's.
  if (given !== '' && timingSafeEqual(digest(given), expected)) return
  throw new Refusal(401, 'the Workbench asks for its token', undefined, {
    'www-authenticate': 'Basic realm="Motia Workbench", charset="UTF-8"',
  })
}

function passwordOf(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
