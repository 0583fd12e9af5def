/**
 * Commands of the command line on their way to the app, written down beside those of the Workbench. supervisor.ts has
 * what comes over the control socket go through it.
 */
import { join } from 'node:path'
import type { SystemEvent } from '@motia/core/events'
import type { Answer, Command } from '../wire/control.ts'
import { motiaFolder } from '../wire/control-path.ts'
import { toCommandEntry } from '../workbench/access/audit-entry.ts'
import { type AuditLog, createAuditLog } from '../workbench/access/audit-log.ts'

/** The project's: `.motia/audit.log`. @param record hears that it cannot be written */
export function openAuditLog(root: string, record: (event: SystemEvent) => void): AuditLog {
  return createAuditLog({
    path: join(motiaFolder(root), 'audit.log'),
    warn: (message) => record({ type: 'notice', at: Date.now(), level: 'warn', message }),
  })
}

/** The same as `send`, with everything that can change something written down once it is answered. */
export function auditCommands(
  send: (command: Command) => Promise<Answer>,
  audit: AuditLog,
): (command: Command) => Promise<Answer> {
  return async (command) => {
    const answer = await send(command)
    if (command.name !== 'info') audit.record(toCommandEntry(command, answer))
    return answer
  }
}
