/**
 * The kinds of step and the functions that make them. START READING HERE: everything else in the system
 * finds, runs, commits or shows what these four functions return. Pure: making a step registers nothing.
 */
import type { ApiRequest, Context } from './context.ts'
import type { Middleware } from './middleware.ts'
import type { MaybePromise } from './outcome.ts'
import type { RetryOption } from './retry.ts'
import type { RouteTypeOf } from './route-type.ts'
import type { CatchUp, Overlap } from './schedule.ts'
import type { ApiSchemas, InputOf, OutputOf, Schema } from './schema.ts'
import type { UploadOption } from './upload.ts'

export type StepKind = 'api' | 'event' | 'cron' | 'noop'
export const STEP_KINDS: readonly StepKind[] = ['api', 'event', 'cron', 'noop']

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
export const HTTP_METHODS: readonly HttpMethod[] = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
]

/** What every step may say about itself. */
export interface StepOptions {
  /** Unique in the project, independent of the file's path. */
  readonly id: string
  readonly description?: string
  /** Names of the flows that the step is drawn in. */
  readonly flows?: readonly string[]
}

/** How a step's runs are executed. Times in milliseconds. */
export interface ExecutionOptions {
  /** Attempts and backoff; `false` for a single attempt. Default: 4 attempts from 1 s, factor 2, full jitter. */
  readonly retry?: RetryOption
  /** Until the deadline of one attempt. Default: 30,000 for api steps, 300,000 for all others. */
  readonly timeout?: number
  /** Runs of this step at the same time, over all processes. Default: unlimited. */
  readonly concurrency?: number
}

export interface ApiOptions<S extends ApiSchemas = ApiSchemas> extends StepOptions, ExecutionOptions {
  readonly method: HttpMethod
  /** Begins with `/`; `:name` is a parameter. */
  readonly path: string
  readonly schema?: S
  /** Bytes of body accepted; of a form with files, of its other fields. Default: 1 MB. */
  readonly bodyLimit?: number
  /** Take files of `multipart/form-data`: `true`, or limits of its own. Default: false. */
  readonly upload?: UploadOption
  /** Run in a worker process instead of the app process. */
  readonly isolate?: boolean
  /** Around the handler, the outermost first; within those of `_middleware` files. */
  readonly middleware?: readonly Middleware[]
  /** Requests above it are answered 429. */
  readonly rateLimit?: RateLimit
}

/** Of one step, in fixed windows of time. */
export interface RateLimit {
  /** Requests in a window. */
  readonly max: number
  /** Milliseconds. */
  readonly window: number
  /** Who shares a count: by default the client's address. The request has no body yet. */
  readonly by?: 'ip' | ((request: LimitedRequest) => string | undefined)
}

/** What `by` of a rate limit can tell clients by. */
export type LimitedRequest = Pick<
  ApiRequest,
  'method' | 'path' | 'url' | 'params' | 'query' | 'headers' | 'cookies' | 'ip'
>

export interface EventOptions<S extends Schema | undefined = Schema | undefined>
  extends StepOptions,
    ExecutionOptions {
  /** Topics that the step subscribes to; its own id always reaches it. */
  readonly on?: string | readonly string[]
  readonly schema?: S
}

export interface CronOptions extends StepOptions, ExecutionOptions {
  /** Five or six fields, or `@daily` and its like. */
  readonly schedule: string
  /** IANA name. Default: the system's. */
  readonly timezone?: string
  /** What a tick does while the last run still goes on. Default: `skip`. */
  readonly overlap?: Overlap
  /** Which ticks that were missed while the app was down are made up for. Default: `last`, in development `none`. */
  readonly catchUp?: CatchUp
}

export interface NoopOptions extends StepOptions {
  /** Ids or topics drawn as leading here, and as led to. */
  readonly from?: string | readonly string[]
  readonly to?: string | readonly string[]
}

/** The moment a cron run stands for. */
export interface Tick {
  /** When the run was due, as an ISO 8601 string. */
  readonly scheduledAt: string
  readonly schedule: string
}

export type ApiHandler<S extends ApiSchemas = ApiSchemas> = (
  request: ApiRequest<S>,
  ctx: Context,
) => MaybePromise<unknown>
// biome-ignore lint/suspicious/noExplicitAny: a handler's payload is whatever its schema says; the registry holds all kinds
export type AnyHandler = (input: any, ctx: Context) => MaybePromise<unknown>

const STEP = Symbol.for('motia.step')

/** A unit of code with a trigger. `P` is the payload that triggering it by id takes. */
export interface Step<K extends StepKind = StepKind, P = unknown> {
  readonly kind: K
  readonly options: StepOptionsOf[K]
  /** Absent for `noop`. Stays a plain function that a unit test may call. */
  readonly handler?: AnyHandler
  /** Exists for types only. */
  readonly '~payload'?: P
}

/** An api step, with what typed clients know of it. `R` is what its handler returns. */
export interface ApiStep<S extends ApiSchemas, R>
  extends Step<'api', TakenBy<S extends { readonly body: infer B } ? B : undefined>> {
  /** Exists for types only. */
  readonly '~route'?: RouteTypeOf<S, R>
}

export interface StepOptionsOf {
  api: ApiOptions
  event: EventOptions
  cron: CronOptions
  noop: NoopOptions
}

// biome-ignore lint/suspicious/noExplicitAny: no schema means any (ACCEPTANCE S79)
type PayloadFrom<S> = S extends Schema ? OutputOf<S> : any
// biome-ignore lint/suspicious/noExplicitAny: the same for whoever triggers it (ACCEPTANCE D24)
type TakenBy<S> = S extends Schema ? InputOf<S> : any

/** A step that an HTTP request triggers. */
export function api<const S extends ApiSchemas = Record<never, never>, R = unknown>(
  options: ApiOptions<S>,
  handler: (request: ApiRequest<S>, ctx: Context) => MaybePromise<R>,
): ApiStep<S, R> {
  return toStep('api', options, handler as ApiHandler)
}

/** A step that a message to its id, or to a topic in `on`, triggers. The handler gets the payload itself. */
export function event<const S extends Schema | undefined = undefined>(
  options: EventOptions<S>,
  handler: (payload: PayloadFrom<S>, ctx: Context) => MaybePromise<unknown>,
): Step<'event', TakenBy<S>> {
  return toStep('event', options as EventOptions, handler)
}

/** A step that a schedule triggers. */
export function cron(
  options: CronOptions,
  handler: (tick: Tick, ctx: Context) => MaybePromise<unknown>,
): Step<'cron', unknown> {
  return toStep('cron', options, handler)
}

/** A step that stands for something outside: it never runs by itself, and passing it succeeds at once. */
export function noop(options: NoopOptions): Step<'noop', unknown> {
  return toStep('noop', options)
}

/** Whether a value, from whichever copy of this package, is a step. */
export function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && (value as { [STEP]?: unknown })[STEP] === true
}

function toStep<K extends StepKind>(
  kind: K,
  options: StepOptionsOf[K],
  handler?: AnyHandler,
): Step<K, never> {
  const step = handler ? { kind, options, handler } : { kind, options }
  Object.defineProperty(step, STEP, { value: true })
  return step
}
