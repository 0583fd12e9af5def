/** What the audit log keeps of an action, from the request and how it went. Pure; server.ts calls it. */
import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'
import type { Route } from '../router.ts'
import type { WireRole } from '../wire/app.ts'
import type { AuditEntry } from './audit-log.ts'

const MAX_TEXT = 300

/** @param outcome what the route resolved to, or what was thrown */
export function toAuditEntry(
  { socket }: Pick<IncomingMessage, 'socket'>,
  { path, audit }: Route,
  role: WireRole | null,
  body: unknown,
  outcome: unknown,
): AuditEntry {
  const isRefused = outcome instanceof Error
  const loggedIn = (outcome as { role?: WireRole } | null)?.role
  return {
    role: role ?? (isRefused ? null : (loggedIn ?? null)),
    address: socket.remoteAddress ?? '',
    action: path.split('/').at(-1) ?? '',
    what: bound(audit?.(body) ?? {}),
    outcome: isRefused ? 'refused' : 'done',
    status: isRefused ? (outcome instanceof Refusal ? outcome.status : 500) : 200,
  }
}

/** Names and figures only, and none longer than a line. */
function bound(what: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(what).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[name, value.slice(0, MAX_TEXT)]]
    return typeof value === 'number' ? [[name, value]] : []
  })
  return Object.fromEntries(kept)
}
