/**
 * One worker process of any language, as the app sees it: spawned, spoken to, and what it holds. pool.ts decides which
 * worker gets what, and what its end means.
 */
import type { AttemptReport, AttemptRequest, AttemptServices } from '@motia/core/runtime'
import { type Channel, type ChannelEvents, openChannel } from '../wire/channel.ts'
import { changesBetween } from '../wire/env-changes.ts'
import { type HostMessage, PROTOCOL_VERSION, type WorkerMessage } from '../wire/protocol.ts'
import { toReply } from './answer-ask.ts'
import { type Held, HeldAttempts } from './held-attempts.ts'
import { OpenStream, type StreamHead } from './response-stream.ts'
import type { SpareWorker } from './spare-worker.ts'
import type { WorkerEnd } from './start-failure.ts'
import { type ChildCommand, type ChildEvents, WorkerChild } from './worker-child.ts'
import type { WorkerEvents, WorkerPhase } from './worker-events.ts'

/** How a language's worker is started. */
export interface WorkerLaunch extends ChildCommand {
  /** One that was spawned ahead, if there is one left. */
  takeSpare?(): SpareWorker | undefined
  readonly hello: Omit<HostMessage & { t: 'hello' }, 't' | 'v'>
}

/** A worker that has closed its channel is expected to end within this. */
const HUNG_UP_MS = 1_000
/** How long the word that an attempt has begun may be on its way. */
const RECALL_MS = 50
/** On top of the grace to stop in. */
const STOP_MARGIN_MS = 500
/** How long a worker that is to be replaced waits for its streams. */
const STREAM_GRACE_MS = 30_000

export class WorkerProcess {
  phase: WorkerPhase = 'starting'
  /** Set when the app itself ends it: what it held is not to blame. */
  endedByUs = false
  readonly held = new HeldAttempts()
  /** It ended before it could take work. */
  neverReady = true
  readonly startedAt = Date.now()
  lastHeardAt = this.startedAt
  /** A ping has not been answered. */
  isAwaited = false
  /** It did not begin in time what it was given, and has not been heard from since. */
  isSilent = false
  /** What worker-watch.ts saw last: whether it held anything since the time before, when it last did. */
  isBusy = false
  givenBefore = 0
  lastBusyAt = this.startedAt
  /** Bytes of memory, as it last told. */
  rss = 0
  /** While it retires: what is left then is no longer waited for. */
  retiresBy = Number.POSITIVE_INFINITY
  /** Resolves after `exited`. */
  readonly gone: Promise<void>
  readonly #child: WorkerChild
  readonly #channel: Channel<HostMessage>
  readonly #events: WorkerEvents
  #resolveGone: () => void = () => {}
  #killTimer: NodeJS.Timeout | undefined
  /** Why it was asked to end, if there is more to say than that it did. */
  #reason: string | undefined

  constructor(launch: WorkerLaunch, events: WorkerEvents) {
    this.#events = events
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve
    })
    const childEvents: ChildEvents = {
      output: (line, stream) => events.output(line, stream),
      exiting: () => {
        if (this.phase !== 'gone') this.phase = 'retiring'
      },
      ended: (end) => this.#end(end),
    }
    const spare = launch.takeSpare?.()
    this.#child = spare?.child ?? new WorkerChild(launch, childEvents)
    const channelEvents: ChannelEvents<WorkerMessage> = {
      message: (message) => this.#receive(message),
      closed: (cause) => {
        if (cause) this.#break(cause.message)
        else setTimeout(() => setImmediate(() => this.#hungUp()), HUNG_UP_MS).unref()
      },
    }
    this.#channel = spare?.channel ?? openChannel(this.#child.channel, channelEvents)
    spare?.adopt(childEvents, channelEvents)
    const env = spare && { env: changesBetween(spare.child.env, launch.env) }
    this.#channel.send({ t: 'hello', v: PROTOCOL_VERSION, ...launch.hello, ...env })
    this.#channel.flush()
  }

  get pid(): number {
    return this.#child.pid
  }

  /** Attempts that use a slot. */
  get load(): number {
    return this.held.load
  }

  send(message: HostMessage): void {
    this.#channel.send(message)
  }

  /** @param time on the clock of begin-watch.ts */
  give(
    request: AttemptRequest,
    services: AttemptServices,
    report: (report: AttemptReport) => void,
    time = Date.now(),
  ): void {
    const n = this.held.add(request, services, report, Date.now(), time)
    const { runId, traceId, stepId, attempt, input, deadline } = request
    this.#channel.send({ t: 'run', n, runId, traceId, stepId, attempt, input, deadline })
  }

  /** An attempt that another worker was given before. */
  take({ request, services, report }: Held, time: number): void {
    this.give(request, services, report, time)
  }

  cancel(runId: string): void {
    for (const [n, { request, stream, begunAt }] of [...this.held]) {
      if (request.runId !== runId) continue
      if (stream) stream.stream.cancel()
      else if (begunAt !== undefined) this.#channel.send({ t: 'cancel', n })
      else this.#handBack(n) // nothing is sent for what never begins
    }
  }

  /** Asks for an attempt that was not begun: it begins no more, unless that is on its way already. */
  askBack(n: number, time: number): void {
    const held = this.held.get(n)
    if (!held || held.askedBackAt !== undefined) return
    held.askedBackAt = time
    this.#channel.send({ t: 'withdraw', n })
    this.#channel.flush()
  }

  /** Takes back an attempt that was not begun; whatever the worker says of it later is ignored. */
  withdraw(n: number): Held | undefined {
    const held = this.held.take(n)
    if (held) this.#channel.send({ t: 'cancel', n }) // in case it gets there after all
    if (this.phase === 'retiring') this.#events.freed()
    return held
  }

  /** Hands back what it does not begin. */
  recall(): void {
    const unbegun = this.held.unbegunAttempts()
    for (const [n] of unbegun) this.askBack(n, Date.now())
    const handBack = () => {
      for (const [n, { begunAt }] of unbegun) if (begunAt === undefined && this.held.get(n)) this.#handBack(n)
    }
    // After the poll phase: a word of the worker that lies in the socket counts, however long this process stood still.
    if (unbegun.length > 0) setTimeout(() => setImmediate(handBack), RECALL_MS)
  }

  fallSilent(): void {
    this.isSilent = true
    this.ping(Date.now()) // it may have nothing else to say
  }

  /** Gets no new work, and ends after what it holds; what it does not begin in time is moved. */
  retire(reason?: string): void {
    this.phase = 'retiring'
    this.#reason = reason
    // Attempts end by their deadlines; streams have none.
    this.retiresBy = Math.max(this.held.lastDeadline, Date.now() + STREAM_GRACE_MS)
  }

  /** Gets no new work, finishes what it holds within the grace; killed if it does not end then. */
  stop(graceMs: number): void {
    if (this.phase === 'gone') return
    this.endedByUs = true
    this.phase = 'retiring'
    this.#channel.send({ t: 'stop', graceMs })
    clearTimeout(this.#killTimer)
    this.#killTimer = setTimeout(() => this.kill('it did not stop'), graceMs + STOP_MARGIN_MS)
  }

  /** At once, with everything that it spawned. */
  kill(cause: string): void {
    this.endedByUs = true
    this.#break(cause)
  }

  ping(now: number): void {
    this.isAwaited = true
    this.#channel.send({ t: 'ping', p: now })
  }

  #receive(message: WorkerMessage): void {
    this.lastHeardAt = Date.now()
    this.isAwaited = false
    switch (message.t) {
      case 'ready':
        if (message.v !== PROTOCOL_VERSION) this.#break(`it speaks version ${message.v} of the protocol`)
        break
      case 'pong':
        this.rss = message.rss ?? this.rss
        break
      case 'described':
        if (this.phase === 'starting') this.phase = 'ready'
        this.neverReady = false
        this.#child.isStarting = false
        this.lastBusyAt = this.lastHeardAt
        this.#events.described(message)
        break
      case 'begun':
        this.held.begin(message.n, message.at)
        break
      case 'head':
        this.#openStream(message.n, message)
        break
      case 'chunk': {
        const { n, data, encoding } = message
        this.held.get(n)?.stream?.push(encoding === 'base64' ? Buffer.from(data, 'base64') : data)
        break
      }
      case 'done':
        this.#done(message)
        break
      case 'ask':
        void this.#answer(message)
        break
      case 'log':
        this.#events.log(message, message.of ?? this.held.get(message.n ?? 0)?.request)
    }
    if (this.isSilent) this.#heardAgain()
  }

  #heardAgain(): void {
    this.isSilent = false
    this.#events.heard()
  }

  /** From here on the attempt has no deadline, and its reader is told how it ends. */
  #openStream(n: number, head: StreamHead): void {
    const held = this.held.get(n)
    if (!held || held.stream) return
    held.deadline = Number.POSITIVE_INFINITY
    const opened = new OpenStream(head, {
      pull: (chunks) => this.#channel.send({ t: 'pull', n, chunks }),
      cancel: () => this.#channel.send({ t: 'cancel', n }),
      giveUp: (outcome) => this.#done({ t: 'done', n, outcome }),
    })
    const { report, begunAt, sentAt } = held
    held.stream = opened
    held.report = (end) => opened.finish(end)
    report({ type: 'stream', stream: opened.stream, startedAt: begunAt ?? sentAt })
  }

  #done({ n, outcome }: WorkerMessage & { t: 'done' }): void {
    const held = this.held.take(n)
    if (!held) return // recalled meanwhile: whoever has it now commits
    held.report({ type: 'outcome', outcome, startedAt: held.begunAt ?? held.sentAt })
    this.#events.freed(outcome)
  }

  #handBack(n: number): void {
    this.withdraw(n)?.report({ type: 'returned' })
    this.#events.freed()
  }

  async #answer(question: WorkerMessage & { t: 'ask' }): Promise<void> {
    const { n = 0, ask } = question
    const held = this.held.get(n)
    const waits = ask.verb === 'call' || ask.verb === 'results'
    if (held && waits && this.held.park(held)) this.#events.freed()
    this.send(await toReply(question, held?.services ?? this.#events.services))
    if (held && waits) this.held.unpark(n, held)
  }

  /** It has closed its channel, which a process that ends does too. */
  #hungUp(): void {
    if (!this.#child.isExiting) this.#break('it closed its channel')
  }

  /** Ends a worker that can no longer be worked with. */
  #break(cause: string): void {
    this.#child.kill()
    this.#end({ cause, lastWords: this.#child.lastWords })
  }

  #end(end: WorkerEnd): void {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    clearTimeout(this.#killTimer)
    this.#channel.close()
    const cause = this.endedByUs && end.exitCode === 0 ? (this.#reason ?? end.cause) : end.cause
    this.#events.exited({ ...end, cause }, this.held.takeAll())
    this.#resolveGone()
  }
}
