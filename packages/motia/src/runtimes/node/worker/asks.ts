/** Questions of a worker's handlers to the engine, as requests and replies on the channel. */
import { ERRORS, type ErrorCode, MotiaError } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import type { AttemptServices } from '@motia/core/runtime'
import type { Channel } from '../../../wire/channel.ts'
import type { Ask, HostMessage, WorkerMessage } from '../../../wire/protocol.ts'

export interface Asks {
  /** @param n the attempt that asks, `undefined` for code outside of any */
  servicesFor(n: number | undefined): AttemptServices
  settle(reply: HostMessage & { t: 'reply' }): void
}

interface Pending {
  resolve(value: never): void
  reject(error: Error): void
}

export function createAsks(channel: Channel<WorkerMessage>): Asks {
  const pending = new Map<number, Pending>()
  let last = 0
  const askFrom = (n: number | undefined) => (ask: Ask) =>
    new Promise<never>((resolve, reject) => {
      const q = ++last
      pending.set(q, { resolve, reject })
      channel.send({ t: 'ask', q, ask, ...(n !== undefined && { n }) })
    })
  return {
    servicesFor(n) {
      const ask = askFrom(n)
      return {
        readState: (group, key) => ask({ verb: 'state.get', group, key }),
        listState: (group) => ask({ verb: 'state.list', group }),
        triggerNow: (request) => ask({ verb: 'trigger', ...request }),
        call: (request) => ask({ verb: 'call', ...request }),
        awaitResults: (runIds) => ask({ verb: 'results', runIds }),
      }
    },
    settle({ q, value, failure, hint }) {
      const waiting = pending.get(q)
      pending.delete(q)
      if (failure) waiting?.reject(toError(failure, hint))
      else waiting?.resolve(value as never)
    },
  }
}

/** What the engine refused it with: of our catalogue, or of the host's system. */
function toError({ name, message, code }: Failure, hint = ''): Error {
  if (code !== undefined && code in ERRORS) return new MotiaError(code as ErrorCode, message, hint)
  return Object.assign(new Error(message), { name }, code !== undefined && { code })
}
