/**
 * The app in the place of this one, as this one reaches it once it was replaced: questions go to the supervisor, which
 * knows which app that is, and keeps them until there is one. app.ts passes on the answers. And the other end: how such
 * a question is answered.
 */
import { ERRORS, type ErrorCode, MotiaError } from '@motia/core/errors'
import { type Failure, toFailure } from '@motia/core/failure'
import type { AttemptServices } from '@motia/core/runtime'
import type { Inheritance } from '../engine/inheritance.ts'
import type { SuccessorAsk, SuccessorReply } from '../wire/control.ts'

export interface Successor {
  /** @throws what the other app refuses it with */
  ask(ask: SuccessorAsk): Promise<unknown>
  told(q: number, reply: SuccessorReply): void
}

interface Asker {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export function createSuccessor(send: (q: number, ask: SuccessorAsk) => void): Successor {
  const waiting = new Map<number, Asker>()
  let last = 0
  return {
    ask(ask) {
      const q = ++last
      return new Promise((resolve, reject) => {
        waiting.set(q, { resolve, reject })
        send(q, ask)
      })
    },
    told(q, { value, failure, hint }) {
      const asker = waiting.get(q)
      waiting.delete(q)
      if (failure) asker?.reject(toError(failure, hint))
      else asker?.resolve(value)
    },
  }
}

/** Never rejects: what the engine refuses is an answer too. */
export async function answerPredecessor(
  ask: SuccessorAsk,
  inheritance: Inheritance,
  services: AttemptServices,
): Promise<SuccessorReply> {
  try {
    if ('results' in ask) return { value: await services.awaitResults(ask.results) }
    return { value: await inheritance.ask(ask.ability, ask.verb, ask.args) }
  } catch (error) {
    const hint = error instanceof MotiaError ? { hint: error.hint } : {}
    return { failure: toFailure(error), ...hint }
  }
}

function toError({ name, message, code }: Failure, hint = ''): Error {
  if (code !== undefined && code in ERRORS) return new MotiaError(code as ErrorCode, message, hint)
  return Object.assign(new Error(message), { name }, code !== undefined && { code })
}
