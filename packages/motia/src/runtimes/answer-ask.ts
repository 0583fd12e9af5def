/** A worker's question, put to the engine. */
import type { AttemptServices } from '@motia/core/runtime'
import type { Ask } from '../wire/protocol.ts'

export function answerAsk(ask: Ask, services: AttemptServices): Promise<unknown> {
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
