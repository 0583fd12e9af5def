/** Makes the app process one in which api steps can run. */
import type { Telemetry } from '@motia/core/telemetry'
import { trimStack } from '../discovery/source-maps.ts'
import { createDeadlines } from '../runtimes/node/invoke/deadlines.ts'
import type { InvokeWorld } from '../runtimes/node/invoke/invoke.ts'
import { installHost } from '../runtimes/node/invoke/process-host.ts'
import { createTargetBook, type LiveTargetBook } from '../runtimes/node/invoke/targets.ts'
import type { LateServices } from './late-services.ts'

export interface AppHost {
  readonly targets: LiveTargetBook
  readonly invoke: InvokeWorld
}

export interface HostOptions {
  readonly root: string
  readonly services: LateServices
  readonly newId: () => string
  readonly telemetry: Telemetry
}

export function openHost({ root, services, newId, telemetry }: HostOptions): AppHost {
  const targets = createTargetBook()
  const logger = installHost({ services, targets, newId }, (line, attempt) => {
    if (!attempt) return telemetry.record({ type: 'log', ...line })
    const { runId, traceId, stepId } = attempt.facts
    telemetry.record({ type: 'log', ...line, runId, traceId, stepId, attempt: attempt.facts.attempt })
  })
  process.on('unhandledRejection', (reason) => {
    const stack = (reason as Error | null)?.stack
    logger.error(`unhandled rejection: ${String(reason)}`, stack ? { stack: trimStack(stack, root) } : {})
  })
  const invoke = {
    services,
    targets,
    newId,
    logger,
    deadlines: createDeadlines(),
    trimStack: (stack: string) => trimStack(stack, root),
    warn: (message: string) => logger.warn(message),
  }
  return { targets, invoke }
}
