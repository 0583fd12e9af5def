/**
 * `runStep`: one handler by itself, its input checked and its code called as a worker does it. What it asks for is
 * given back instead of being done: nothing is stored, nothing else runs.
 */
import { motiaError } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import { createIdSource } from '@motia/core/id'
import { encodeJson, type Json } from '@motia/core/json'
import type { EncodedResponse, Outcome } from '@motia/core/outcome'
import type { AttemptServices, NowTrigger } from '@motia/core/runtime'
import type { ApiOptions, CronOptions, Step, StepKind } from '@motia/core/step'
import { Attempt } from '../runtimes/node/invoke/attempt.ts'
import { createDeadlines } from '../runtimes/node/invoke/deadlines.ts'
import { invokeRun, type SendPieces } from '../runtimes/node/invoke/invoke.ts'
import { createHost, createLogger } from '../runtimes/node/invoke/process-host.ts'
import { createTargetBook } from '../runtimes/node/invoke/targets.ts'
import { randomHex } from '../runtimes/node/random.ts'
import { addHost } from './ambient-hosts.ts'
import { createEffectsLog, type Triggered } from './effects-log.ts'
import { createGivenState, type GivenState } from './given-state.ts'
import { createTestRecord, type TestLog } from './test-record.ts'
import { createWatchedSteps } from './watched-steps.ts'

/** What an api step is given; the other kinds take their payload. */
export interface StepRequest {
  readonly body?: unknown
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | string[]>>
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** What middlewares would have left. */
  readonly locals?: object
}

export interface RunStepOptions {
  /** What is stored: group → key → value. */
  readonly state?: GivenState
  /** What `call` of a step gives, by id: a value, or a function of the payload. */
  readonly calls?: Readonly<Record<string, unknown>>
  /** 1 for the first. */
  readonly attempt?: number
  /** Real milliseconds until the deadline. Default: the step's own, or 30 s. */
  readonly timeout?: number
}

export interface StepRun {
  /** What the handler returned, as JSON has it. */
  // biome-ignore lint/suspicious/noExplicitAny: what a step returns is for the test to say
  readonly result: any
  /** Of an api step; its body is the result. */
  readonly response?: Pick<EncodedResponse, 'status' | 'headers'>
  readonly triggers: readonly Triggered[]
  /** What would be stored now. */
  readonly state: GivenState
  readonly logs: readonly TestLog[]
}

type InputFor<K extends StepKind, P> = K extends 'api' ? StepRequest : P
type Given<K extends StepKind, P> = undefined extends P
  ? [input?: InputFor<K, P>, options?: RunStepOptions]
  : [input: InputFor<K, P>, options?: RunStepOptions]

const TIMEOUT_MS = 30_000
const parse = JSON.parse as (json: string) => unknown

/** @throws what the handler throws; a `ValidationError` that names what is wrong with the input */
export async function runStep<K extends StepKind, P>(
  step: Step<K, P>,
  ...[input, options = {}]: Given<K, P>
): Promise<StepRun> {
  const { id, timeout = TIMEOUT_MS } = step.options as { id: string; timeout?: number }
  const newId = createIdSource(Date.now, randomHex)
  const effects = createEffectsLog(parse)
  const watched = createWatchedSteps()
  const record = createTestRecord(watched.thrownBy)
  const given = createGivenState(options.state ?? {})
  const services = { ...given.services, ...toSends(options.calls ?? {}, effects.sent, newId) }
  const runId = newId()
  const facts = {
    ...{ runId, traceId: newId(), stepId: id, attempt: options.attempt ?? 1 },
    deadline: Date.now() + (options.timeout ?? timeout),
  }
  const logger = createLogger((line) => record.record({ type: 'log', ...line, stepId: id, runId }))
  const base = { services, targets: createTargetBook(), newId, logger, warn: logger.warn }
  const world = { ...base, deadlines: createDeadlines(), trimStack: (stack: string) => stack }
  const removeHost = addHost(services, createHost(base, logger))
  try {
    const attempt = new Attempt(facts, services)
    const outcome = await invokeRun(
      watched.watch(step),
      attempt,
      toRunInput(step, input),
      world,
      refusePieces,
    )
    if (outcome.status === 'failed') throw toThrown(outcome.failure, watched.thrownBy(runId))
    effects.committedInline(id, outcome.effects.triggers)
    const state = given.after(outcome.effects.writes)
    return { ...toResult(outcome), triggers: effects.triggers, state, logs: record.logs }
  } finally {
    removeHost()
  }
}

/** As a worker is sent it. */
function toRunInput({ kind, options }: Step, input: unknown): Json {
  if (kind === 'cron' && input === undefined) {
    const { schedule } = options as CronOptions
    return encodeJson({ scheduledAt: new Date().toISOString(), schedule }, 'tick')
  }
  if (kind !== 'api') return encodeJson(input, `input of ${options.id}`)
  const { method, path } = options as ApiOptions
  const { body, params = {}, query = {}, headers = {}, locals = {} } = (input ?? {}) as StepRequest
  const raw = body === undefined ? '' : encodeJson(body, `body for ${options.id}`)
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const parts = { method, path, url: path, ip: '127.0.0.1', params, query, locals }
  const request = { ...parts, headers: Object.fromEntries(lower), raw, isJson: true }
  return encodeJson({ __request: request }, `request of ${options.id}`)
}

function toResult({
  result,
  response,
}: Outcome & { status: 'succeeded' }): Pick<StepRun, 'result' | 'response'> {
  if (!response) return { result: parse(result) }
  const { status, headers, body = '', encoding } = response
  const isText = 'content-type' in headers || encoding !== undefined || body === ''
  const value = encoding ? Buffer.from(body, encoding) : body === '' ? undefined : isText ? body : parse(body)
  return { result: value, response: { status, headers } }
}

/** What goes out at once is noted; calls are answered by the test. */
function toSends(
  calls: Readonly<Record<string, unknown>>,
  note: (now: NowTrigger) => void,
  newId: () => string,
): Pick<AttemptServices, 'triggerNow' | 'call' | 'awaitResults'> {
  return {
    async triggerNow(now) {
      note(now)
      const { request } = now
      return { id: request.id, traceId: newId(), routed: false, runs: [], topic: false }
    },
    async call(now) {
      note(now)
      const { target, payload } = now.request
      if (!Object.hasOwn(calls, target)) {
        const what = `the step calls "${target}": say what that gives, runStep(step, input, { calls: { … } })`
        throw motiaError('MOTIA_OPTION', { what })
      }
      const answer = calls[target]
      const value = typeof answer === 'function' ? await answer(parse(payload)) : answer
      return { runId: newId(), ok: true, result: encodeJson(value, `answer of ${target}`) }
    },
    awaitResults: async () => [],
  }
}

/** The very thing, if the handler threw; else an error that says the same. */
function toThrown({ name, message, code, issues }: Failure, thrown: unknown): unknown {
  if (thrown !== undefined) return thrown
  return Object.assign(new Error(message), { name, ...(code && { code }), ...(issues && { issues }) })
}

const refusePieces: SendPieces = async () => {
  throw motiaError('MOTIA_OPTION', {
    what: 'runStep of a step that answers in pieces: send a request to an app',
  })
}
