/** What a run's page says of it, whether it is a durable run, an api request, or both. Pure; panels/run shows it. */
import type { Failure } from '@motia/core/failure'
import { isFinal, type RunStatus } from '@motia/core/run'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { parseJson, toObject } from '../json.ts'

export interface RunFactsShown {
  readonly runId: string
  readonly stepId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly cause: string
  readonly status: RunStatus
  readonly isEnded: boolean
  readonly reason: string | null
  readonly attempts: number
  readonly createdAt: number
  readonly dueAt: number | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly request?: { readonly method: string; readonly path: string; readonly status: number }
  readonly failure?: Failure
  readonly after: readonly string[]
  readonly conflicts: number
  readonly strikes: number
  /** Can be tried again, can be cancelled. */
  readonly canRetry: boolean
  readonly canCancel: boolean
}

const RETRIED: readonly RunStatus[] = ['failed', 'cancelled', 'quarantined']

/** Nothing if neither is there. */
export function toRunFacts({ run, request }: WireRunDetail): RunFactsShown | undefined {
  if (run) return fromRun(run, request)
  if (!request) return undefined
  const { runId, stepId, traceId, startedAt, durationMs, status, failure } = request
  return {
    ...{ runId, stepId, traceId, startedAt, request },
    parentRunId: null,
    cause: 'api',
    status: status >= 500 ? 'failed' : 'succeeded',
    isEnded: true,
    reason: null,
    attempts: 1,
    createdAt: startedAt,
    dueAt: null,
    finishedAt: startedAt + durationMs,
    ...(failure && { failure }),
    after: [],
    conflicts: 0,
    strikes: 0,
    canRetry: false,
    canCancel: false,
  }
}

function fromRun(run: NonNullable<WireRunDetail['run']>, request: WireRunDetail['request']): RunFactsShown {
  const { input: _input, result: _result, isAltered: _isAltered, error: _error, attemptsUsed, ...facts } = run
  const { failure: stored, ...rest } = facts
  const failure = stored ?? request?.failure
  return {
    ...rest,
    attempts: attemptsUsed,
    isEnded: isFinal(run.status),
    // Its span is exact, and holds what came before and after the step too.
    ...(request && {
      request,
      startedAt: request.startedAt,
      finishedAt: request.startedAt + request.durationMs,
    }),
    ...(failure && { failure }),
    canRetry: RETRIED.includes(run.status),
    canCancel: !isFinal(run.status),
  }
}

/** What an api step answered, with a body of JSON as a value. */
export function toShownResult(result: unknown): unknown {
  const answer = toObject(result)
  if (typeof answer?.status !== 'number' || typeof answer.body !== 'string') return result
  const body = parseJson(answer.body)
  return body.ok ? { ...answer, body: body.value } : result
}
