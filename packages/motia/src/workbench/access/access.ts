/**
 * Who asks, and what they may do. Where no password is configured, as in development, whoever loads the page from this
 * machine is an operator, and gets a cookie that says so; elsewhere one has to log in. Tools show a token: the one that
 * is kept in `.motia/`, or a configured one. server.ts asks for every request to the API.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'
import type { WireRole } from '../wire/app.ts'
import { createAttemptLimit } from './attempt-limit.ts'
import { createSessionCookies } from './session-cookie.ts'

/** What lets somebody in. A token is shown as `Bearer`; either is taken at the login and as a basic password. */
export interface Credential {
  readonly role: WireRole
  readonly kind: 'token' | 'password'
  readonly secret: string
}

export interface AccessOptions {
  /** An operator's, made by machine: whoever can read it has this user's rights already. */
  readonly ownToken: string
  /** Where it is kept, for hints. */
  readonly ownTokenFile: string
  /** None: nobody has to log in. */
  readonly credentials: readonly Credential[]
  readonly now?: () => number
}

export interface Access {
  /** Whether a cookie is to be had for a password only. */
  readonly asksForLogin: boolean
  /** @throws Refusal 401 when nobody is known by it, 429 */
  identify(request: IncomingMessage): WireRole
  /** The same, null instead of 401. */
  find(request: IncomingMessage): WireRole | null
  /** By the cookie alone, so that nothing is guessed; null without a session. */
  remember(request: IncomingMessage): WireRole | null
  /** `Set-Cookie` for who loads the page, where nobody has to log in. */
  welcome(request: IncomingMessage): string | undefined
  /** @throws Refusal 401, 429 */
  login(request: IncomingMessage, password: string): { readonly role: WireRole; readonly cookie: string }
  /** The `Set-Cookie` that ends the session. */
  logout(request: IncomingMessage): string
}

const OPEN_SESSION_MS = 30 * 24 * 3_600_000
const LOGIN_SESSION_MS = 12 * 3_600_000

export function createAccess({ ownToken, ownTokenFile, credentials, now }: AccessOptions): Access {
  const asksForLogin = credentials.length > 0
  // With passwords, a restart ends all sessions: one that has to be revoked is. Without, the page goes on.
  const key = asksForLogin ? randomBytes(32) : createHmac('sha256', ownToken).update('cookies').digest()
  const cookies = createSessionCookies(key, now)
  const limit = createAttemptLimit(now)

  /** @throws Refusal 429 */
  function compare(
    { socket }: IncomingMessage,
    secret: string,
    accepted: readonly Credential[],
  ): WireRole | null {
    if (isSame(secret, ownToken)) return 'operator'
    const address = socket.remoteAddress ?? ''
    limit.check(address)
    const found = accepted.filter((credential) => isSame(secret, credential.secret))
    if (found.length === 0) limit.failed(address)
    return found.some(({ role }) => role === 'operator') ? 'operator' : (found[0]?.role ?? null)
  }

  function find(request: IncomingMessage): WireRole | null {
    const { authorization } = request.headers
    if (authorization === undefined) return cookies.read(request)
    const [, scheme = '', shown = ''] = /^(basic|bearer) +(.+)$/i.exec(authorization) ?? []
    const isBasic = scheme.toLowerCase() === 'basic'
    if (shown === '') return null
    const accepted = isBasic ? credentials : credentials.filter(({ kind }) => kind === 'token')
    return compare(request, isBasic ? passwordOf(shown) : shown, accepted)
  }

  return {
    asksForLogin,
    find,
    identify(request) {
      const role = find(request)
      if (role !== null) return role
      const page = asksForLogin ? 'Log in first' : 'Open the page of the Workbench first'
      throw new Refusal(401, 'the Workbench does not know who is asking', {
        hint: `${page}, or send "authorization: Bearer <token>" with the token in ${ownTokenFile}.`,
        headers: { 'www-authenticate': 'Bearer realm="Motia Workbench"' },
      })
    },
    remember: cookies.read,
    welcome: (request) => (asksForLogin ? undefined : cookies.issue(request, 'operator', OPEN_SESSION_MS)),
    login(request, password) {
      const role = compare(request, password, credentials)
      if (role === null) throw new Refusal(401, 'this is no password or token of the Workbench')
      return { role, cookie: cookies.issue(request, role, LOGIN_SESSION_MS) }
    },
    logout: cookies.end,
  }
}

/** Digests have the same length, so that the comparison tells nothing of the secret's. */
function isSame(given: string, expected: string): boolean {
  return given !== '' && timingSafeEqual(digest(given), digest(expected))
}

function passwordOf(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
