/**
 * One worker process of any language, as the app sees it: spawned, spoken to, and what it holds. pool.ts decides which
 * worker gets what, and what its end means.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { MotiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type { Outcome } from '@motia/core/outcome'
import type { AttemptReport, AttemptRequest, AttemptServices, Description } from '@motia/core/runtime'
import { type Channel, openChannel } from '../wire/channel.ts'
import { readLines } from '../wire/lines.ts'
import { type AttemptName, type HostMessage, PROTOCOL_VERSION, type WorkerMessage } from '../wire/protocol.ts'
import { answerAsk } from './answer-ask.ts'

/** How a language's worker is started. */
export interface WorkerLaunch {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly hello: Omit<HostMessage & { t: 'hello' }, 't' | 'v'>
}

export interface WorkerEvents {
  /** For what the worker's code asks outside of any attempt. */
  readonly services: AttemptServices
  described(description: Description): void
  /** A slot is free: an attempt ended, or waits for a call. */
  freed(worker: WorkerProcess, outcome?: Outcome): void
  /** @param origin the attempt that it belongs to, if any */
  log(message: WorkerMessage & { t: 'log' }, origin: AttemptName | undefined): void
  /** A line on its plain stdout or stderr: not attributable to an attempt. */
  output(line: string, stream: 'stdout' | 'stderr'): void
  /** Gone, with what it still held; once. */
  exited(cause: string, held: readonly Held[]): void
}

/** An attempt that a worker has been given. */
export interface Held {
  readonly request: AttemptRequest
  readonly services: AttemptServices
  readonly report: (report: AttemptReport) => void
  readonly sentAt: number
  begunAt: number | undefined
  /** How many of its calls are waited for; it uses no slot while there is one. */
  calls: number
}

/** `ready` takes work; `retiring` finishes what it holds and ends. */
export type WorkerPhase = 'starting' | 'ready' | 'retiring' | 'gone'

/** After its end is known, what it still said is read for at most this long. */
const LAST_WORDS_MS = 250
/** A worker that has closed its channel is expected to end within this. */
const HUNG_UP_MS = 1_000
/** On top of the grace to stop in. */
const STOP_MARGIN_MS = 500

export class WorkerProcess {
  phase: WorkerPhase = 'starting'
  /** Set when the app itself ends it: what it held is not to blame. */
  endedByUs = false
  readonly held = new Map<number, Held>()
  /** It ended before it could take work. */
  neverReady = true
  lastHeardAt = Date.now()
  /** A ping has not been answered. */
  isAwaited = false
  /** Resolves after `exited`. */
  readonly gone: Promise<void>
  readonly #child: ChildProcess
  readonly #channel: Channel<HostMessage>
  readonly #events: WorkerEvents
  #resolveGone: () => void = () => {}
  #lastNumber = 0
  /** Attempts that wait for a call. */
  #parked = 0
  #killTimer: NodeJS.Timeout | undefined

  constructor(launch: WorkerLaunch, events: WorkerEvents) {
    this.#events = events
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve
    })
    // Its own process group, so that what it spawns can be ended with it.
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    })
    this.#child = child
    this.#channel = openChannel<WorkerMessage, HostMessage>(child.stdio[3] as Duplex, {
      message: (message) => this.#receive(message),
      closed: (cause) => {
        if (cause) this.#break(cause.message)
        else setTimeout(() => this.#break('it closed its channel'), HUNG_UP_MS).unref()
      },
    })
    readLines(child.stdout as Readable, (line) => events.output(line, 'stdout'))
    readLines(child.stderr as Readable, (line) => events.output(line, 'stderr'))
    child.on('error', (error) => this.#end(`could not be started: ${error.message}`))
    child.on('exit', (code, signal) => this.#ending(signal ? `signal ${signal}` : `exit code ${code}`))
    this.#channel.send({ t: 'hello', v: PROTOCOL_VERSION, ...launch.hello })
    this.#channel.flush()
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Attempts that use a slot. */
  get load(): number {
    return this.held.size - this.#parked
  }

  send(message: HostMessage): void {
    this.#channel.send(message)
  }

  give(request: AttemptRequest, services: AttemptServices, report: (report: AttemptReport) => void): void {
    const n = ++this.#lastNumber
    this.held.set(n, { request, services, report, sentAt: Date.now(), begunAt: undefined, calls: 0 })
    const { runId, traceId, stepId, attempt, input, deadline } = request
    this.#channel.send({ t: 'run', n, runId, traceId, stepId, attempt, input, deadline })
  }

  cancel(runId: string): void {
    for (const [n, held] of this.held)
      if (held.request.runId === runId) this.#channel.send({ t: 'cancel', n })
  }

  /** It is no longer responsible for this attempt. */
  take(n: number): Held | undefined {
    const held = this.held.get(n)
    if (held && held.calls > 0) this.#parked--
    this.held.delete(n)
    return held
  }

  /** Takes back what was not begun. */
  recall(): void {
    for (const [n, held] of this.held) {
      if (held.begunAt !== undefined) continue
      this.take(n)
      this.#channel.send({ t: 'cancel', n }) // in case it gets there after all
      held.report({ type: 'returned' })
    }
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
        break
      case 'described':
        if (this.phase === 'starting') this.phase = 'ready'
        this.neverReady = false
        this.#events.described(message)
        break
      case 'begun':
        for (const n of message.n) {
          const held = this.held.get(n)
          if (held) held.begunAt = message.at
        }
        break
      case 'done':
        this.#done(message)
        break
      case 'ask':
        void this.#answer(message)
        break
      case 'log':
        this.#events.log(message, message.of ?? this.held.get(message.n ?? 0)?.request)
    }
  }

  #done({ n, outcome }: WorkerMessage & { t: 'done' }): void {
    const held = this.take(n)
    if (!held) return // recalled meanwhile: whoever has it now commits
    held.report({ type: 'outcome', outcome, startedAt: held.begunAt ?? held.sentAt })
    this.#events.freed(this, outcome)
  }

  async #answer({ q, n, ask }: WorkerMessage & { t: 'ask' }): Promise<void> {
    const held = n === undefined ? undefined : this.held.get(n)
    const services = held?.services ?? this.#events.services
    const waits = ask.verb === 'call' || ask.verb === 'results'
    if (held && waits) this.#park(held)
    try {
      const value = await answerAsk(ask, services)
      this.send({ t: 'reply', q, value })
    } catch (error) {
      const hint = error instanceof MotiaError ? { hint: error.hint } : {}
      this.send({ t: 'reply', q, failure: toFailure(error), ...hint })
    } finally {
      if (held && waits) this.#unpark(n as number, held)
    }
  }

  #park(held: Held): void {
    if (held.calls++ > 0) return
    this.#parked++
    this.#events.freed(this)
  }

  #unpark(n: number, held: Held): void {
    if (--held.calls === 0 && this.held.get(n) === held) this.#parked--
  }

  /** Its process has ended: gone when what it wrote before is read. */
  #ending(cause: string): void {
    if (this.phase === 'gone') return
    this.phase = 'retiring'
    killGroup(this.pid) // what it spawned would keep its pipes open
    this.#child.once('close', () => this.#end(cause))
    setTimeout(() => this.#end(cause), LAST_WORDS_MS).unref()
  }

  /** Ends a worker that can no longer be worked with. */
  #break(cause: string): void {
    killGroup(this.pid)
    this.#end(cause)
  }

  #end(cause: string): void {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    clearTimeout(this.#killTimer)
    this.#channel.close()
    const held = [...this.held.values()]
    this.held.clear()
    this.#events.exited(cause, held)
    this.#resolveGone()
  }
}

function killGroup(pid: number): void {
  if (pid === 0) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
