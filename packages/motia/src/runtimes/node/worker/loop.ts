/**
 * The worker's side of the protocol: loads the project's files, runs attempts, sends outcomes. worker.ts opens it on
 * descriptor 3 and passes in how files are loaded.
 */
import { motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type { Description } from '@motia/core/runtime'
import type { Step } from '@motia/core/step'
import type { Channel } from '../../../wire/channel.ts'
import { type HostMessage, PROTOCOL_VERSION, type WorkerMessage } from '../../../wire/protocol.ts'
import { Attempt } from '../invoke/attempt.ts'
import { createDeadlines } from '../invoke/deadlines.ts'
import { type InvokeWorld, invokeRun, type SendPieces } from '../invoke/invoke.ts'
import { installHost } from '../invoke/process-host.ts'
import { createTargetBook } from '../invoke/targets.ts'
import { type Asks, createAsks } from './asks.ts'
import { createLineSender } from './line-sender.ts'
import { PieceSender } from './piece-sender.ts'

export interface LoadedProject extends Description {
  readonly byId: ReadonlyMap<string, Step>
  stop?(): Promise<void>
}

export interface WorkerDeps {
  load(hello: HostMessage & { t: 'hello' }): Promise<LoadedProject>
  readonly newId: () => string
  readonly trimStack: (stack: string) => string
  /** Ends the process. */
  exit(code: number): void
}

type RunMessage = HostMessage & { readonly t: 'run' }

export class WorkerLoop {
  readonly #channel: Channel<WorkerMessage>
  readonly #deps: WorkerDeps
  readonly #asks: Asks
  readonly #targets = createTargetBook()
  readonly #world: Omit<InvokeWorld, 'services'>
  readonly #attempts = new Map<number, Attempt>()
  readonly #numbers = new WeakMap<Attempt, number>()
  readonly #pieceSenders = new Map<number, PieceSender>()
  /** Read, and not begun yet. */
  readonly #arrived = new Map<number, RunMessage>()
  #project: LoadedProject | undefined
  #isStopping = false
  #isLeaving = false

  constructor(channel: Channel<WorkerMessage>, deps: WorkerDeps) {
    this.#channel = channel
    this.#deps = deps
    this.#asks = createAsks(channel)
    const { newId, trimStack } = deps
    const targets = this.#targets
    const sendLine = createLineSender(channel)
    const logger = installHost(
      { services: this.#asks.servicesFor(undefined), targets, newId },
      (line, attempt) => sendLine({ t: 'log', ...line, ...this.#originOf(attempt) }),
    )
    const warn = (message: string) => logger.warn(message)
    this.#world = { targets, newId, logger, deadlines: createDeadlines(), trimStack, warn }
  }

  receive(message: HostMessage): void {
    switch (message.t) {
      case 'hello':
        void this.#load(message)
        break
      case 'routes':
        this.#targets.replace(message.routes, message.strict)
        break
      case 'run':
        if (this.#arrived.size === 0) queueMicrotask(() => this.#begin())
        this.#arrived.set(message.n, message)
        break
      case 'withdraw':
        this.#arrived.delete(message.n)
        break
      case 'cancel':
        this.#arrived.delete(message.n)
        this.#attempts.get(message.n)?.cutOff(new Error('the run was cancelled'))
        break
      case 'pull':
        this.#pieceSenders.get(message.n)?.pull(message.chunks)
        break
      case 'reply':
        this.#asks.settle(message)
        break
      case 'ping':
        this.#channel.send({ t: 'pong', p: message.p, rss: process.memoryUsage.rss() })
        break
      case 'stop':
        this.#stop(message.graceMs)
    }
  }

  /** A rejection that nobody handled, logged to the run whose code it came from. */
  reportStray(reason: unknown): void {
    const { name, message, stack } = toFailure(reason)
    this.#world.logger.error(
      `unhandled rejection: ${name}: ${message}`,
      stack ? { stack: this.#deps.trimStack(stack) } : {},
    )
  }

  /** The host is gone: nothing that still runs can commit. */
  hostGone(): void {
    for (const attempt of this.#attempts.values()) attempt.cutOff(new Error('the app is gone'))
    this.#deps.exit(0)
  }

  async #load(message: HostMessage & { t: 'hello' }): Promise<void> {
    const { exit, load } = this.#deps
    if (message.v !== PROTOCOL_VERSION) return exit(1)
    try {
      this.#project = await load(message)
    } catch (error) {
      this.#world.logger.error('the project could not be loaded', toFailure(error))
      return this.#channel.close(() => exit(1))
    }
    const { steps, mistakes } = this.#project
    this.#channel.send({ t: 'described', steps, mistakes })
  }

  /**
   * The host hears that they have begun before any handler is called: a handler may block this process, or end it,
   * and then the host has to know who was in it.
   */
  #begin(): void {
    const arrived = [...this.#arrived.values()]
    this.#arrived.clear()
    if (arrived.length === 0) return
    this.#channel.send({ t: 'begun', n: arrived.map(({ n }) => n), at: Date.now() })
    this.#channel.flush()
    for (const message of arrived) void this.#run(message)
  }

  async #run(message: RunMessage): Promise<void> {
    const { n, stepId, input } = message
    const services = this.#asks.servicesFor(n)
    const attempt = new Attempt(message, services)
    this.#attempts.set(n, attempt)
    this.#numbers.set(attempt, n)
    const sendPieces: SendPieces = (head, pieces) => {
      const sender = new PieceSender(this.#channel, n, pieces)
      this.#pieceSenders.set(n, sender)
      return sender.send(head, attempt.takeEffects())
    }
    const step = this.#project?.byId.get(stepId)
    const outcome = step
      ? await invokeRun(step, attempt, input, { ...this.#world, services }, sendPieces)
      : stepMissing(stepId)
    this.#attempts.delete(n)
    this.#pieceSenders.delete(n)
    this.#channel.send({ t: 'done', n, outcome })
    if (this.#isStopping && this.#attempts.size === 0) void this.#leave()
  }

  #originOf(attempt: Attempt | undefined): Pick<WorkerMessage & { t: 'log' }, 'n' | 'of'> {
    if (!attempt) return {}
    const n = this.#numbers.get(attempt)
    if (n !== undefined && this.#attempts.has(n)) return { n }
    const { runId, traceId, stepId, attempt: number } = attempt.facts
    return { of: { runId, traceId, stepId, attempt: number } }
  }

  #stop(graceMs: number): void {
    this.#isStopping = true
    if (this.#attempts.size === 0) void this.#leave()
    else setTimeout(() => void this.#leave(), graceMs).unref()
  }

  async #leave(): Promise<void> {
    if (this.#isLeaving) return
    this.#isLeaving = true
    const failed = (error: unknown) =>
      this.#world.logger.error('stop of motia/setup failed', toFailure(error))
    await this.#project?.stop?.().catch(failed)
    this.#channel.close(() => this.#deps.exit(0))
  }
}

function stepMissing(stepId: string) {
  const failure = toFailure(motiaError('MOTIA_PROTOCOL', { what: `this worker has no step ${stepId}` }))
  return { status: 'failed', reason: 'error', failure } as const
}
