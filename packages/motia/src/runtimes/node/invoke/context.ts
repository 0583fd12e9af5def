/** The `ctx` of a handler: getters over an attempt, so that what is not used costs nothing. */
import type { Context, Logger, State } from '@motia/core/context'
import { toTraceparent } from '@motia/core/traceparent'
import type { Receipt, TriggerOptions } from '@motia/core/trigger'
import type { Attempt } from './attempt.ts'
import { createState } from './state.ts'
import { call, type TriggerWorld, trigger } from './trigger.ts'

export interface ContextWorld extends TriggerWorld {
  readonly logger: Logger
}

/** Fields are own getters of the class, abilities are bound: `const { trigger, state } = ctx` works. */
export class AttemptContext implements Context {
  readonly #attempt: Attempt
  readonly #world: ContextWorld
  #state: State | undefined

  constructor(attempt: Attempt, world: ContextWorld) {
    this.#attempt = attempt
    this.#world = world
  }
  get runId(): string {
    return this.#attempt.facts.runId
  }
  get traceId(): string {
    return this.#attempt.facts.traceId
  }
  get traceparent(): string {
    return toTraceparent(this.#attempt.facts)
  }
  get stepId(): string {
    return this.#attempt.facts.stepId
  }
  get attempt(): number {
    return this.#attempt.facts.attempt
  }
  get idempotencyKey(): string {
    return this.#attempt.facts.runId
  }
  get deadline(): number {
    return this.#attempt.facts.deadline
  }
  get signal(): AbortSignal {
    return this.#attempt.signal
  }
  get logger(): Logger {
    return this.#world.logger
  }
  get state(): State {
    this.#state ??= createState(this.#attempt)
    return this.#state
  }
  get trigger() {
    return (target: string, payload?: unknown, options?: TriggerOptions): Promise<Receipt> =>
      trigger(this.#world, this.#attempt, target, payload, options)
  }
  get call() {
    return (target: string, payload?: unknown, options?: TriggerOptions): Promise<unknown> =>
      call(this.#world, this.#attempt, target, payload, options)
  }
}
