/**
 * What holds for a command however it comes: what the audit log keeps of it, and which status a refusal of the app has.
 * routes/commands.ts asks, and the supervisor for the command line's.
 */
import type { Failure } from '@motia/core/failure'
import type { WorkbenchCommand } from './run-reader.ts'

/** Which of its parts say what it was done to: ids and names, never a payload. */
export const DONE_TO: Readonly<Record<WorkbenchCommand['name'], readonly string[]>> = {
  trigger: ['target'],
  cancel: ['runId'],
  redrive: ['runId'],
  pause: ['stepId'],
  resume: ['stepId'],
  'state-set': ['group', 'key', 'version'],
  'state-delete': ['group', 'key', 'version'],
}

/** 503 is for what passes by itself. */
const STATUSES: Partial<Record<string, number>> = {
  MOTIA_APP_DOWN: 503,
  MOTIA_NOT_RUNNING: 503,
  MOTIA_STOPPING: 503,
  MOTIA_STORE_UNAVAILABLE: 503,
  MOTIA_UNROUTED: 404,
  MOTIA_NO_STEP: 404,
  MOTIA_PAYLOAD: 400,
  MOTIA_OPTION: 400,
  MOTIA_VALIDATION: 400,
}

/** As an HTTP status; 409 for a reason of the app's own. */
export function toStatus({ code }: Pick<Failure, 'code'>): number {
  return STATUSES[code ?? ''] ?? 409
}
