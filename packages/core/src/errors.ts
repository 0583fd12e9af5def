/**
 * The catalogue of coded errors (code, message, hint) and the error classes that steps throw and catch.
 * docs/errors.md is tested against it both ways.
 */

/** `{name}` in a message or hint is filled from the params. */
export const ERRORS = {
  MOTIA_NO_HOST: {
    message: 'motia was used outside a Motia process',
    hint: 'Run the project with `motia dev` or `motia start`; in a test, take `motia/testing`.',
  },
  MOTIA_CONTEXT_CLOSED: {
    message: 'the attempt of {stepId} (run {runId}) is over, so its context takes no more effects',
    hint: 'Await the work inside the handler, before it returns or its deadline passes.',
  },
  MOTIA_UNROUTED: {
    message: 'no step has the id "{target}" or subscribes to a topic of that name{nearest}',
    hint: 'Create the step, correct the name, or set `strict: false` to have it reported as a warning.',
  },
  MOTIA_RESULT_BEFORE_COMMIT: {
    message:
      'result() of "{target}" was asked for inside the handler that staged it, which would wait for itself',
    hint: 'Use `motia.call`, or trigger with `{ now: true }`, to wait for a run inside a handler.',
  },
  MOTIA_CALL_DEADLOCK: {
    message: 'calling "{target}" waits for a permit that only the caller and its ancestors hold',
    hint: 'Raise the concurrency of the step, or trigger it instead of calling it.',
  },
  MOTIA_CALL_FAILED: {
    message: 'run {runId} of {stepId} {status}: {reason}',
    hint: '`motia trace {runId}` shows what happened.',
  },
  MOTIA_PAYLOAD: {
    message: 'the {what} holds {kind} at {path}, which JSON cannot carry',
    hint: 'Convert it to a string, number, plain object or array first.',
  },
  MOTIA_VALIDATION: {
    message: 'the input of {stepId} does not match its schema: {issues}',
    hint: 'Correct the sender, or the schema.',
  },
  MOTIA_TIMEOUT: {
    message: 'the attempt did not end within {timeoutMs} ms',
    hint: 'Raise `timeout` on the step, or heed `ctx.signal`.',
  },
  MOTIA_STATE_CONFLICT: {
    message: 'another run changed the state that {stepId} had read, {times} times in a row',
    hint: 'Use `increment`, `append` or `patch`, a `concurrency: 1`, or smaller groups.',
  },
  MOTIA_STATE_TYPE: {
    message: '{op} of {group}/{key} needs {wanted} there',
    hint: 'Use `set` to replace the value first.',
  },
  MOTIA_STATE_CHANGED: {
    message: '{group}/{key} is no longer what it was when it was read',
    hint: 'Read it again, and decide anew.',
  },
  MOTIA_TEST_STEPS: {
    message: 'the steps of the test cannot be used: {mistakes}',
    hint: 'Correct them, or leave out those that the test does not need.',
  },
  MOTIA_TEST_FAILED: {
    message: '{what}',
    hint: 'If it is meant to fail, look at it: `await app.failures()`, or `result()` of its receipt.',
  },
  MOTIA_TEST_UNSETTLED: {
    message: 'the app of the test did not come to rest: {what}',
    hint: 'Let the handlers end, or give them longer: `createTestApp({ patience })`.',
  },
  MOTIA_NO_STEP: {
    message: 'there is no step "{stepId}"{nearest}',
    hint: '`motia steps` lists those that there are.',
  },
  MOTIA_OPTION: {
    message: '{what}',
    hint: 'See the option in the reference, docs/steps.md.',
  },
  MOTIA_MIDDLEWARE: {
    message: 'the middleware of {file} {what}',
    hint: 'It returns an answer, or that of `await next()`, which it calls once.',
  },
  MOTIA_FASTIFY: {
    message: '{file} could not be registered: {cause}',
    hint: 'Its default export is a Fastify plugin: `export default async (fastify) => { … }`.',
  },
  MOTIA_STORE_BUSY: {
    message: 'the store {path} is in use by another Motia process{owner}',
    hint: 'Stop the other process, or give this project a database of its own (`database.url`).',
  },
  MOTIA_STORE_UNAVAILABLE: {
    message: 'the store could not take a commit: {cause}',
    hint: 'Check the disk and the database; nothing that was answered before is lost.',
  },
  MOTIA_UNREADABLE: {
    message: 'what is stored cannot be read now: {cause}',
    hint: 'Try again in a moment.',
  },
  MOTIA_STORE_REFUSED: {
    message: 'the store refused what it was asked for: {cause}',
    hint: 'This is a bug in Motia; nothing was written.',
  },
  MOTIA_STORE_VERSION: {
    message: 'the store {path} was written by a newer Motia (schema {found}, this one knows {known})',
    hint: 'Upgrade the motia package, or use another database.',
  },
  MOTIA_STOPPING: {
    message: 'the app is stopping and takes no new work',
    hint: 'Try again in a moment.',
  },
  MOTIA_RUN_LOST: {
    message: 'the process that executed the attempt ended ({cause})',
    hint: '`motia logs` shows its last words.',
  },
  MOTIA_QUARANTINED: {
    message: 'the run ended its worker {strikes} times while it was alone in it ({cause})',
    hint: 'Look for process.exit, a native crash or memory; then redrive the run.',
  },
  MOTIA_PROTOCOL: {
    message: 'a worker broke the protocol: {what}',
    hint: 'This is a bug in Motia or in a third-party worker.',
  },
  MOTIA_NOT_RUNNING: {
    message: 'no Motia server runs in {root}',
    hint: 'Start it with `motia dev` or `motia start`.',
  },
  MOTIA_ALREADY_RUNNING: {
    message: 'a Motia server already runs in {root}',
    hint: 'Stop the other one first; it answers on {url}.',
  },
  MOTIA_PORT_BUSY: {
    message: 'port {port} is in use by another program',
    hint: 'Stop the other program, or choose another port: {how}.',
  },
  MOTIA_LISTEN: {
    message: 'cannot listen on {address}: {cause}',
    hint: 'Choose another address or port in motia.config.js.',
  },
  MOTIA_APP_DOWN: {
    message: 'the app is not running: {cause}',
    hint: 'The terminal of the server, or `motia logs`, shows why it ended.',
  },
} as const satisfies Record<string, { readonly message: string; readonly hint: string }>

export type ErrorCode = keyof typeof ERRORS
export type ErrorParams = Readonly<Record<string, string | number>>

/** An error of the catalogue. */
export class MotiaError extends Error {
  override readonly name: string = 'MotiaError'
  readonly code: ErrorCode
  readonly hint: string
  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

export function motiaError(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions): MotiaError {
  return new MotiaError(code, fill(ERRORS[code].message, params), fill(ERRORS[code].hint, params), options)
}

/** Thrown by an api handler to answer with a status and body; effects of the attempt are rolled back. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** @param status 400 to 599 @param body a string becomes `{ error: body }` */
  constructor(status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body === 'string' ? body : `HTTP ${status}`)
    this.status = status
    this.body = typeof body === 'string' ? { error: body } : body
    this.headers = headers
  }
}

/** Thrown by a handler to fail its run at once, whatever attempts are left. */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError'
}

/** What `motia.call` and `receipt.result()` throw when the run that they wait for ends without success. */
export class CallFailedError extends MotiaError {
  override readonly name = 'CallFailedError'
  readonly runId: string
  constructor(runId: string, stepId: string, status: string, reason: string) {
    const params = { runId, stepId, status, reason }
    super(
      'MOTIA_CALL_FAILED',
      fill(ERRORS.MOTIA_CALL_FAILED.message, params),
      fill(ERRORS.MOTIA_CALL_FAILED.hint, params),
    )
    this.runId = runId
  }
}

function fill(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  )
}
