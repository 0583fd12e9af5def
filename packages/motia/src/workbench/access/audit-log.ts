/**
 * Who did what to the running project, as lines of JSON in a file of bounded size: the latest, and the one before. Never
 * holds a payload. server.ts records actions, logins and what was refused of them, the supervisor the command line's.
 */
import { appendFileSync, renameSync, statSync } from 'node:fs'
import type { WireRole } from '../wire/app.ts'

export interface AuditEntry {
  /** `motia api` goes by the Workbench. */
  readonly by: 'workbench' | 'command line'
  /** Whoever may open the control socket is an operator. */
  readonly role: WireRole | null
  /** Of the connection; absent for the command line, which is on this machine. */
  readonly address?: string
  /** The route's last part, or the command: `login`, `cancel`, `state-set` … */
  readonly action: string
  /** What it was done to: ids and names. */
  readonly what: Readonly<Record<string, unknown>>
  readonly outcome: 'done' | 'refused'
  readonly status: number
}

export interface AuditLog {
  record(entry: AuditEntry): void
}

export interface AuditLogOptions {
  readonly path: string
  /** Once, when it cannot be written. */
  readonly warn: (message: string) => void
  readonly maxBytes?: number
  readonly now?: () => number
}

const MAX_BYTES = 4 * 1024 ** 2

export function createAuditLog({
  path,
  warn,
  maxBytes = MAX_BYTES,
  now = Date.now,
}: AuditLogOptions): AuditLog {
  let isTold = false
  return {
    record(entry) {
      try {
        rotate(path, maxBytes)
        appendFileSync(path, `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`, {
          mode: 0o600,
        })
        isTold = false
      } catch (error) {
        if (!isTold) warn(`the audit log cannot be written: ${(error as Error).message}`)
        isTold = true
      }
    },
  }
}

function rotate(path: string, maxBytes: number): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size >= maxBytes) renameSync(path, `${path}.1`)
}
