/** Tells telemetry of answered requests: counted all, as spans those that the sampler picks. */
import type { Effects } from '@motia/core/effect'
import type { RequestEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { KEEP_HEADER, type Telemetry } from '@motia/core/telemetry'
import type { FastifyRequest } from 'fastify'
import { describeEffects } from '../engine/effects-seen.ts'

export interface RequestLogDeps {
  readonly telemetry: Telemetry
  /** Counts it; true if its span is wanted. */
  observe(stepId: string, durationMs: number, failed: boolean, request: FastifyRequest): boolean
}

export interface RequestLog {
  /**
   * @param effects what was committed, part by part
   * @param isFailed whether it counts as failed: by default for its status
   * @param commitMs what of its duration was the commit
   */
  answered(
    facts: { readonly runId: string; readonly traceId: string; readonly stepId: string },
    request: FastifyRequest,
    status: number,
    durationMs: number,
    failure: Failure | undefined,
    effects?: readonly Effects[],
    isFailed?: boolean,
    commitMs?: number,
  ): void
  /** Something that should have been stored after the answer was not. */
  lost(error: unknown): void
}

export function createRequestLog({ telemetry, observe }: RequestLogDeps): RequestLog {
  return {
    answered(facts, request, status, durationMs, failure, effects = [], isFailed = status >= 500, commitMs) {
      if (!observe(facts.stepId, durationMs, isFailed, request)) return
      const { runId, traceId, stepId } = facts // ids that nobody asked for are made here
      const at = Date.now()
      const path = request.url.split('?', 1)[0] ?? ''
      const event: RequestEvent = {
        type: 'request',
        at,
        runId,
        traceId,
        stepId,
        method: request.method,
        path,
        status,
        startedAt: at - durationMs,
        durationMs,
        ...(commitMs !== undefined && { commitMs }),
        ...(failure && { failure }),
        ...describeEffects(effects),
      }
      telemetry.record(event)
    },
    lost(error) {
      const message = `a failure could not be handed to the error step: ${(error as Error).message}`
      telemetry.record({ type: 'notice', at: Date.now(), level: 'error', message })
    },
  }
}

/** Whether the sender has the key and so wants it recorded. The raw list, since `headers` is made when asked for. */
export function asksToBeKept({ raw }: Pick<FastifyRequest, 'raw'>, key: string | undefined): boolean {
  if (key === undefined) return false
  const { rawHeaders } = raw
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i] === KEEP_HEADER) return rawHeaders[i + 1] === key
  }
  return false
}
