/**
 * Invokes a handler: parse → validate → call within the attempt's scope → encode. The spine of every step in
 * JavaScript: the worker's loop calls `invokeRun`, the HTTP server calls `invokeRequest`.
 */
import { motiaError, NonRetryableError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import { decodeJson, encodeJson, type Json } from '@motia/core/json'
import type { FailureReason, Outcome } from '@motia/core/outcome'
import type { Step } from '@motia/core/step'
import { type Attempt, currentAttempt } from './attempt.ts'
import { AttemptContext, type ContextWorld } from './context.ts'
import type { Deadlines } from './deadlines.ts'
import { toPayload, toRequest, ValidationError } from './validation.ts'

export interface InvokeWorld extends ContextWorld {
  readonly deadlines: Deadlines
  /** Project-relative, source-mapped stack of user frames. */
  readonly trimStack: (stack: string) => string
}

/** A run of any kind, in a worker. Never rejects. */
export function invokeRun(step: Step, attempt: Attempt, input: Json, world: InvokeWorld): Promise<Outcome> {
  return new Promise((resolve) => {
    world.deadlines.add(attempt, (error) => resolve(toFailed(attempt, 'timeout', error, world)))
    currentAttempt
      .run(attempt, () => execute(step, attempt, input, world))
      .then(
        (result): Outcome => {
          if (attempt.phase === 'open') attempt.phase = 'succeeded'
          return { status: 'succeeded', result, effects: attempt.effects() }
        },
        (thrown: unknown) => toFailed(attempt, reasonOf(thrown), thrown, world),
      )
      .then((outcome) => {
        world.deadlines.remove(attempt)
        if (outcome.status === 'failed') attempt.phase = 'closed'
        resolve(outcome) // a no-op if the deadline has answered already
      })
  })
}

async function execute(step: Step, attempt: Attempt, input: Json, world: InvokeWorld): Promise<Json> {
  if (!step.handler) throw motiaError('MOTIA_PROTOCOL', { what: `step ${step.options.id} has no handler` })
  const parsed = decodeJson(input)
  const value =
    step.kind === 'api' ? await toRequest(step as Step<'api'>, parsed) : await toPayload(step, parsed)
  attempt.assertOpen() // it may have been cut off while its input was checked
  const returned = await step.handler(value, new AttemptContext(attempt, world))
  return encodeJson(returned, `result of ${step.options.id}`)
}

export function toFailed(
  attempt: Attempt,
  reason: FailureReason,
  thrown: unknown,
  world: InvokeWorld,
): Outcome {
  const failure = toFailure(thrown)
  const issues = thrown instanceof ValidationError ? { issues: thrown.issues } : {}
  const stack =
    failure.stack === undefined || reason === 'validation' ? {} : { stack: world.trimStack(failure.stack) }
  const effects = reason === 'validation' || reason === 'timeout' ? {} : { effects: attempt.effects() }
  const { stack: _, ...rest } = failure
  return { status: 'failed', reason, failure: { ...rest, ...stack, ...issues }, ...effects }
}

function reasonOf(thrown: unknown): FailureReason {
  if (thrown instanceof ValidationError) return 'validation'
  const { name, status } = (thrown ?? {}) as { name?: unknown; status?: unknown }
  if (thrown instanceof NonRetryableError || name === 'NonRetryableError') return 'non-retryable'
  // An answer below 500 is what the step has to say: asking again would change nothing.
  return name === 'HttpError' && Number(status) < 500 ? 'non-retryable' : 'error'
}
