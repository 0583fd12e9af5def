/** Who a request's one attempt is. Ids are made when somebody asks: most requests trigger nothing and leave no span. */
import type { FastifyRequest } from 'fastify'
import type { AttemptFacts } from '../runtimes/node/invoke/attempt.ts'
import { traceIdOf } from './trace-context.ts'

export class RequestFacts implements AttemptFacts {
  readonly attempt = 1
  readonly stepId: string
  readonly deadline: number
  readonly #request: FastifyRequest
  readonly #newId: () => string
  #runId: string | undefined
  #traceId: string | undefined

  constructor(stepId: string, deadline: number, request: FastifyRequest, newId: () => string) {
    this.stepId = stepId
    this.deadline = deadline
    this.#request = request
    this.#newId = newId
  }
  get runId(): string {
    this.#runId ??= this.#newId()
    return this.#runId
  }
  get traceId(): string {
    this.#traceId ??= traceIdOf(this.#request) ?? this.#newId()
    return this.#traceId
  }
}
