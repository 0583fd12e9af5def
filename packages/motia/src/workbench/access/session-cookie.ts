/**
 * The cookie by which the Workbench knows a browser again: a role, its end and an id, signed, so that nothing has to be
 * kept of it but the ids of those who left early. access.ts makes and reads them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { WireRole } from '../wire/app.ts'

export interface SessionCookies {
  /** The `Set-Cookie` of a new session. */
  issue(request: IncomingMessage, role: WireRole, lastsMs: number): string
  /** The role of the request's session; null without one, or with one that is over or not ours. */
  read(request: IncomingMessage): WireRole | null
  /** Ends the request's session; the `Set-Cookie` that makes the browser forget it. */
  end(request: IncomingMessage): string
}

interface Session {
  readonly role: WireRole
  readonly endsAt: number
  readonly id: string
}

const VALUE = /^(viewer|operator)\.(\d{1,16})\.([\w-]{16})\.([\w-]{43})$/

export function createSessionCookies(key: Buffer, now: () => number = Date.now): SessionCookies {
  /** Until when an ended session would have lasted, by id. */
  const ended = new Map<string, number>()
  const sign = (text: string) => createHmac('sha256', key).update(text).digest()

  function find(request: IncomingMessage): Session | undefined {
    for (const value of valuesOf(request)) {
      const [, role, end = '', id = '', mac = ''] = VALUE.exec(value) ?? []
      if (role === undefined) continue
      const given = Buffer.from(mac, 'base64url')
      const wanted = sign(`${role}.${end}.${id}`)
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) continue
      const endsAt = Number(end)
      if (endsAt > now() && !ended.has(id)) return { role: role as WireRole, endsAt, id }
    }
    return undefined
  }

  return {
    issue(request, role, lastsMs) {
      const text = `${role}.${now() + lastsMs}.${randomBytes(12).toString('base64url')}`
      const value = `${text}.${sign(text).toString('base64url')}`
      return toCookie(request, value, Math.floor(lastsMs / 1000))
    },
    read: (request) => find(request)?.role ?? null,
    end(request) {
      const session = find(request)
      for (const [id, endsAt] of ended) if (endsAt <= now()) ended.delete(id)
      if (session) ended.set(session.id, session.endsAt)
      return toCookie(request, '', 0)
    },
  }
}

function toCookie(request: IncomingMessage, value: string, maxAgeSeconds: number): string {
  const secure = isHttps(request) ? '; Secure' : ''
  return `${nameFor(request)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`
}

/** Ports share their cookies, so the name tells which port it is of: the one that the browser sees. */
function nameFor({ headers }: IncomingMessage): string {
  const port = /:(\d{1,5})$/.exec(headers.host ?? '')?.[1]
  return port === undefined ? 'motia-workbench' : `motia-workbench-${port}`
}

function valuesOf(request: IncomingMessage): string[] {
  const { cookie = '' } = request.headers
  const start = `${nameFor(request)}=`
  const pairs = cookie.split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length))
}

/** Who makes the header up gets a cookie that his own browser keeps back: no harm but to himself. */
function isHttps({ socket, headers }: IncomingMessage): boolean {
  const forwarded = String(headers['x-forwarded-proto'] ?? '').split(',')[0]
  return 'encrypted' in socket || forwarded?.trim() === 'https'
}
