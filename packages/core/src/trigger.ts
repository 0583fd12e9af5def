/** What can be triggered, with what, and what comes back: the types of `trigger` and `call` (ACCEPTANCE D2, D24). */

/**
 * Step ids of the project and what each takes, filled by the generated `.motia/types.d.ts`.
 * A project that has none yet accepts every id with any payload.
 */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by generated types
export interface StepPayloads {}

/** `{ strict: true }` here, from the same generated file, makes unknown ids a type error. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by generated types
export interface TypeOptions {}

export type StepId = keyof StepPayloads & string
export type Target = TypeOptions extends { strict: true } ? StepId : StepId | (string & {})
// biome-ignore lint/suspicious/noExplicitAny: an id without a known schema takes anything (ACCEPTANCE D24)
export type PayloadOf<T> = T extends StepId ? StepPayloads[T] : any

export type PayloadArgs<T> =
  undefined extends PayloadOf<T>
    ? [payload?: PayloadOf<T>, options?: TriggerOptions]
    : [payload: PayloadOf<T>, options?: TriggerOptions]

export interface TriggerOptions {
  /** Milliseconds from now until the run may start. */
  readonly delay?: number
  /** Start only when all runs of these triggers have succeeded. */
  readonly after?: Receipt | readonly Receipt[]
  /** The same key to the same step within 24 h gives the first run's receipt instead of a new run. */
  readonly key?: string
  /** Inside a run: to disk at once, whatever becomes of the attempt. */
  readonly now?: boolean
}

/** What a trigger resolves to. */
export interface Receipt {
  readonly id: string
  readonly traceId: string
  /** False if no step has the id or subscribes to the topic. */
  readonly routed: boolean
  readonly runs: readonly { readonly runId: string; readonly stepId: string }[]
  /**
   * The run's result for an id, an array in subscriber order for a topic.
   * @throws `MOTIA_UNROUTED`, `MOTIA_RESULT_BEFORE_COMMIT`, or CallFailedError when a run failed for good
   */
  result(): Promise<unknown>
}

export interface Motia {
  /**
   * Asks for a run of a step, or of every step that subscribes to a topic, without waiting for it. Outside a run it
   * resolves when the request is on disk; inside a run when it is staged, to commit with the attempt.
   * @throws `MOTIA_PAYLOAD`, `MOTIA_CONTEXT_CLOSED`; `MOTIA_UNROUTED` only when the config says `strict`
   */
  trigger<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<Receipt>
  /**
   * Triggers now and waits for the result.
   * @throws CallFailedError, `MOTIA_CALL_DEADLOCK`, `MOTIA_UNROUTED`
   */
  call<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<unknown>
}
