/** What the audit log keeps of an action, from who asked and how it went. Pure; server.ts and the supervisor call it. */
import type { IncomingMessage } from 'node:http'
import type { Answer } from '../../wire/control.ts'
import { DONE_TO, toStatus } from '../command-facts.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../router.ts'
import type { WorkbenchCommand } from '../run-reader.ts'
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
    by: 'workbench',
    role: (isRefused ? undefined : loggedIn) ?? role,
    address: socket.remoteAddress ?? '',
    action: path.split('/').at(-1) ?? '',
    what: bound(audit?.(body) ?? {}),
    outcome: isRefused ? 'refused' : 'done',
    status: isRefused ? (outcome instanceof Refusal ? outcome.status : 500) : 200,
  }
}

/** Of a command of the command line. */
export function toCommandEntry(command: WorkbenchCommand, answer: Answer): AuditEntry {
  const parts = command as unknown as Readonly<Record<string, unknown>>
  return {
    by: 'command line',
    role: 'operator',
    action: command.name,
    what: bound(Object.fromEntries((DONE_TO[command.name] ?? []).map((name) => [name, parts[name]]))),
    outcome: answer.ok ? 'done' : 'refused',
    status: answer.ok ? 200 : toStatus(answer.failure),
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
