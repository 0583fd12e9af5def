/**
 * Invokes a handler in a worker: parse → validate → call within the attempt's scope → encode. The worker's loop calls
 * `invokeRun`; api steps in the app process take the same way in server/route.ts, which may not wait.
 */
import { motiaError, NonRetryableError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import { decodeJson, encodeJson, type Json } from '@motia/core/json'
import { type FailureReason, type Outcome, toResponse } from '@motia/core/outcome'
import type { Step } from '@motia/core/step'
import { type Attempt, currentAttempt } from './attempt.ts'
import { AttemptContext, type ContextWorld } from './context.ts'
import type { Deadlines } from './deadlines.ts'
import { type PreparedResponse, prepareResponse, toEncodedResponse } from './encode-response.ts'
import { Pieces } from './pieces.ts'
import { requestOf, toPayload, toRequest, ValidationError } from './validation.ts'

export interface InvokeWorld extends ContextWorld {
  readonly deadlines: Deadlines
  /** Project-relative, source-mapped stack of user frames. */
  readonly trimStack: (stack: string) => string
}

/**
 * Sends an answer in pieces. Its head takes the attempt's effects so far along.
 * @throws what the pieces' source threw
 */
export type SendPieces = (head: PreparedResponse, pieces: Pieces) => Promise<void>

/** A run of any kind, in a worker. Never rejects. */
export function invokeRun(
  step: Step,
  attempt: Attempt,
  input: Json,
  world: InvokeWorld,
  sendPieces: SendPieces,
): Promise<Outcome> {
  return new Promise((resolve) => {
    world.deadlines.add(attempt, (error) => resolve(toFailed(attempt, 'timeout', error, world)))
    currentAttempt
      .run(attempt, () => execute(step, attempt, input, world, sendPieces))
      .then(
        (answer): Outcome => {
          if (attempt.phase === 'open') attempt.phase = 'succeeded'
          return { status: 'succeeded', ...answer, effects: attempt.effects() }
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

type Answer = Pick<Outcome & { status: 'succeeded' }, 'result' | 'response'>

async function execute(
  step: Step,
  attempt: Attempt,
  input: Json,
  world: InvokeWorld,
  sendPieces: SendPieces,
): Promise<Answer> {
  if (!step.handler) throw motiaError('MOTIA_PROTOCOL', { what: `step ${step.options.id} has no handler` })
  const parsed = decodeJson(input)
  const value =
    step.kind === 'api' ? await toRequest(step as Step<'api'>, parsed) : await toPayload(step, parsed)
  attempt.assertOpen() // it may have been cut off while its input was checked
  const returned = await step.handler(value, new AttemptContext(attempt, world))
  const { id } = step.options
  if (step.kind !== 'api' || !requestOf(parsed)) return { result: encodeJson(returned, `result of ${id}`) }
  const response = prepareResponse(toResponse(returned), id)
  const { body } = response
  if (!(body instanceof Pieces)) return { result: 'null', response: toEncodedResponse(response, body) }
  await answerInPieces(response, body, attempt, world, sendPieces)
  return { result: 'null' }
}

/** From the head on there is no deadline, and whoever cuts the attempt off closes the source. */
async function answerInPieces(
  head: PreparedResponse,
  pieces: Pieces,
  attempt: Attempt,
  world: InvokeWorld,
  sendPieces: SendPieces,
): Promise<void> {
  attempt.onCutOff = () => pieces.close()
  try {
    attempt.assertOpen() // it may have been cut off while the handler ran
    world.deadlines.remove(attempt)
    await sendPieces(head, pieces)
  } finally {
    pieces.close()
  }
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
