/** A worker that is checked, started and spoken to: runs with their answers. Made by lab.ts, used by the cases. */
import type { Effects } from '@motia/core/effect'
import type { Outcome } from '@motia/core/outcome'
import type { Description } from '@motia/core/runtime'
import type { WorkerMessage } from '../../wire/protocol.ts'
import { expectEqual, parseText, short, Wrong } from './expect.ts'
import { idOf, StandIn } from './stand-in.ts'
import type { WorkerHost } from './worker-host.ts'

type Message<T extends WorkerMessage['t']> = WorkerMessage & { readonly t: T }
export type Succeeded = Outcome & { readonly status: 'succeeded' }
export type Failed = Outcome & { readonly status: 'failed' }

export interface RunOptions {
  /** From now. Far away unless given. */
  readonly timeoutMs?: number
  readonly attempt?: number
}

/** A run that was sent. */
export interface SentRun {
  readonly n: number
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly deadline: number
  begun(): Promise<Message<'begun'>>
  done(patienceMs?: number): Promise<Outcome>
  /** A line of its own with that message. */
  log(message: string | RegExp): Promise<Message<'log'>>
}

const FAR_MS = 60_000

export class CheckedWorker {
  readonly host: WorkerHost
  description: Description = { steps: [], mistakes: [] }
  standIn = new StandIn()
  #lastNumber = 0

  constructor(host: WorkerHost) {
    this.host = host
    host.onMessage = (message) => {
      if (message.t === 'ask') host.send({ t: 'reply', q: message.q, ...this.standIn.answer(message) })
    }
  }

  /** As new for the next case: its own state, its own journal. */
  refresh(): void {
    this.standIn = new StandIn()
    this.sendRoutes()
    this.host.messages.length = 0
    this.host.journal.length = 0
  }

  sendRoutes(strict = false): void {
    this.host.send({ t: 'routes', routes: this.standIn.routes, strict })
  }

  /** Messages of a kind that came in this case. */
  came<T extends WorkerMessage['t']>(t: T): Message<T>[] {
    return this.host.messages.filter((message): message is Message<T> => message.t === t)
  }

  run(stepId: string, payload: unknown = null, options: RunOptions = {}): SentRun {
    const { message, sent } = this.prepare(stepId, payload, options)
    this.host.send(message)
    return sent
  }

  /** A run that is yet to be sent. */
  prepare(stepId: string, payload: unknown = null, options: RunOptions = {}) {
    const { timeoutMs = FAR_MS, attempt = 1 } = options
    const n = ++this.#lastNumber
    const [runId, traceId, deadline] = [idOf(1000 + n), idOf(5000 + n), Date.now() + timeoutMs]
    const input = JSON.stringify(payload)
    const message = { t: 'run', n, runId, traceId, stepId, attempt, input, deadline }
    return { message, sent: this.#toSent(n, runId, traceId, stepId, deadline) }
  }

  /** @throws `Wrong` unless it succeeds; resolves to the outcome and what the handler returned */
  async succeed(stepId: string, payload?: unknown, options?: RunOptions) {
    const outcome = await this.run(stepId, payload, options).done()
    return { outcome: toSucceeded(outcome, stepId), value: returnedBy(outcome, stepId) }
  }

  /** @throws `Wrong` unless it fails */
  async fail(stepId: string, payload?: unknown, options?: RunOptions): Promise<Failed> {
    return toFailed(await this.run(stepId, payload, options).done(), stepId)
  }

  /** Everything that was to come before has come: a later run has ended. */
  async settle(): Promise<void> {
    expectEqual('the result of echo', (await this.succeed('echo', 'settled')).value, 'settled')
  }

  #toSent(n: number, runId: string, traceId: string, stepId: string, deadline: number): SentRun {
    const { host } = this
    const owns = (line: Message<'log'>) => line.n === n || line.of?.runId === runId
    return {
      ...{ n, runId, traceId, stepId, deadline },
      begun: () =>
        host.waitFor(`begun of ${n} (${stepId})`, () => this.came('begun').find((m) => m.n.includes(n))),
      done: async (patienceMs) => {
        const find = () => this.came('done').find((message) => message.n === n)
        return (await host.waitFor(`done of ${n} (${stepId})`, find, patienceMs)).outcome
      },
      log: (message) => {
        const is = (text: string) => (typeof message === 'string' ? text === message : message.test(text))
        const find = () => this.came('log').find((line) => owns(line) && is(line.message))
        return host.waitFor(`a log line ${message} of ${n} (${stepId})`, find)
      },
    }
  }
}

export function toSucceeded(outcome: Outcome, stepId: string): Succeeded {
  if (outcome.status !== 'succeeded') throw new Wrong(`${stepId} did not succeed: ${short(outcome)}`)
  return outcome
}

export function toFailed(outcome: Outcome, stepId: string): Failed {
  if (outcome.status !== 'failed') throw new Wrong(`${stepId} did not fail: ${short(outcome)}`)
  return outcome
}

/** What the handler returned. */
export function returnedBy(outcome: Outcome, stepId: string): unknown {
  return parseText(`the result of ${stepId}`, toSucceeded(outcome, stepId).result)
}

export const NO_EFFECTS: Effects = { triggers: [], writes: [], reads: [], groupReads: [] }
