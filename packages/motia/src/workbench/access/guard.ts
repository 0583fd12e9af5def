/**
 * Which requests the Workbench listens to at all. It acts with the user's rights on the user's machine, so every page in
 * the user's browser would like to: names that another site made up (DNS rebinding) and requests that another site sends
 * (CSRF) are refused before anything else happens. server.ts asks; who it is that asks is for access.ts to find out.
 */
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'

export interface GuardOptions {
  /** Names that it is reached by, besides this machine's own; without a port. */
  readonly allowedHosts: readonly string[]
  /**
   * Where everyone has to log in, and no names are given, any will do: a made-up name is another origin to the browser,
   * which has no cookie for it.
   */
  readonly takesAnyName: boolean
}

/** Throws a `Refusal` unless the request may pass. */
export type Guard = (request: IncomingMessage) => void

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

export function createGuard({ allowedHosts, takesAnyName }: GuardOptions): Guard {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return (request) => {
    if (!takesAnyName || allowed.size > 0) checkHost(request.headers.host, allowed)
    checkOrigin(request)
  }
}

/** Whether a browser is about to show the answer as a page of its own; also what a plain client asks like. */
export function isPageLoad({ method, headers }: IncomingMessage): boolean {
  const mode = headers['sec-fetch-mode'] ?? 'navigate'
  const into = headers['sec-fetch-dest'] ?? 'document'
  return (method === 'GET' || method === 'HEAD') && mode === 'navigate' && into === 'document'
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
