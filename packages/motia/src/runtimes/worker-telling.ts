/** What telemetry hears of workers: their lives, their log lines, and what they print. Used by pool.ts. */
import type { Language } from '@motia/core/descriptor'
import type { Telemetry } from '@motia/core/telemetry'
import type { AttemptName } from '../wire/protocol.ts'
import type { WorkerEvents } from './worker-events.ts'

export interface WorkerTelling {
  started(pid: number): void
  ended(pid: number, cause: string, expected: boolean): void
  readonly events: Pick<WorkerEvents, 'log' | 'output'>
}

export function createWorkerTelling(language: Language, telemetry: Telemetry): WorkerTelling {
  return {
    started: (pid) => telemetry.record({ type: 'worker-started', at: Date.now(), language, pid }),
    ended: (pid, cause, expected) =>
      telemetry.record({ type: 'worker-ended', at: Date.now(), language, pid, cause, expected }),
    events: {
      log: ({ t, n, of, ...line }, origin) =>
        telemetry.record({ type: 'log', ...line, ...(origin && toOrigin(origin)) }),
      output: (line, stream) =>
        telemetry.record({
          type: 'log',
          at: Date.now(),
          level: stream === 'stderr' ? 'error' : 'info',
          message: line,
          source: 'print',
          fields: { worker: language },
        }),
    },
  }
}

function toOrigin({ runId, traceId, stepId, attempt }: AttemptName) {
  return { runId, traceId, stepId, attempt }
}
