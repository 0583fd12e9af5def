/** A worker's question, put to the engine, and the answer for it. */
import { MotiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type { AttemptServices } from '@motia/core/runtime'
import type { Ask, HostMessage, WorkerMessage } from '../wire/protocol.ts'

/** Never rejects: what the engine refuses is an answer too. */
export async function toReply(
  { q, ask }: WorkerMessage & { t: 'ask' },
  services: AttemptServices,
): Promise<HostMessage & { t: 'reply' }> {
  try {
    return { t: 'reply', q, value: await answerAsk(ask, services) }
  } catch (error) {
    const hint = error instanceof MotiaError ? { hint: error.hint } : {}
    return { t: 'reply', q, failure: toFailure(error), ...hint }
  }
}

function answerAsk(ask: Ask, services: AttemptServices): Promise<unknown> {
  switch (ask.verb) {
    case 'state.get':
      return services.readState(ask.group, ask.key)
    case 'state.list':
      return services.listState(ask.group)
    case 'trigger':
      return services.triggerNow(ask)
    case 'call':
      return services.call(ask)
    case 'results':
      return services.awaitResults(ask.runIds)
  }
}
