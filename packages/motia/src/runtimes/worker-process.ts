/**
 * One worker process of any language, as the app sees it: spawned, spoken to, and what it holds. pool.ts decides which
 * worker gets what, and what its end means.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { toFailure } from '@motia/core/failure'
import type { Outcome } from '@motia/core/outcome'
import type { AttemptReport, AttemptRequest, AttemptServices, Description } from '@motia/core/runtime'
import { type Channel, openChannel } from '../wire/channel.ts'
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
}

/** `ready` takes work; `retiring` finishes what it holds and ends. */
export type WorkerPhase = 'starting' | 'ready' | 'retiring' | 'gone'

export class WorkerProcess {
  phase: WorkerPhase = 'starting'
  /** Set when the app itself ends it: what it held is not to blame. */
  endedByUs = false
  readonly held = new Map<number, Held>()
  /** It ended before it could take work. */
  neverReady = true
  /** Attempts that wait for a call and use no slot. */
  parked = 0
  lastHeardAt = Date.now()
  readonly #child: ChildProcess
  readonly #channel: Channel<HostMessage>
  readonly #events: WorkerEvents
  #lastNumber = 0

  constructor(launch: WorkerLaunch, events: WorkerEvents) {
    this.#events = events
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
      closed: (cause) => cause && this.kill(`it broke the protocol: ${cause.message}`),
    })
    pipeLines(child.stdout as Readable, (line) => events.output(line, 'stdout'))
    pipeLines(child.stderr as Readable, (line) => events.output(line, 'stderr'))
    child.on('error', (error) => this.#gone(`could not be started: ${error.message}`))
    child.on('exit', (code, signal) => this.#gone(signal ? `signal ${signal}` : `exit code ${code}`))
    this.#channel.send({ t: 'hello', v: PROTOCOL_VERSION, ...launch.hello })
    this.#channel.flush()
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Attempts that use a slot. */
  get load(): number {
    return this.held.size - this.parked
  }

  send(message: HostMessage): void {
    this.#channel.send(message)
  }

  give(request: AttemptRequest, services: AttemptServices, report: (report: AttemptReport) => void): void {
    const n = ++this.#lastNumber
    this.held.set(n, { request, services, report, sentAt: Date.now(), begunAt: undefined })
    const { runId, traceId, stepId, attempt, input, deadline } = request
    this.#channel.send({ t: 'run', n, runId, traceId, stepId, attempt, input, deadline })
  }

  cancel(runId: string): void {
    for (const [n, held] of this.held)
      if (held.request.runId === runId) this.#channel.send({ t: 'cancel', n })
  }

  /** Takes back what was not begun. */
  recall(): void {
    for (const [n, held] of this.held) {
      if (held.begunAt !== undefined) continue
      this.held.delete(n)
      this.#channel.send({ t: 'cancel', n }) // in case it gets there after all
      held.report({ type: 'returned' })
    }
  }

  stop(graceMs: number): void {
    this.endedByUs = true
    this.#channel.send({ t: 'stop', graceMs })
  }

  /** At once, with everything that it spawned. */
  kill(cause: string): void {
    this.endedByUs = true
    killGroup(this.pid)
    this.#gone(cause)
  }

  #receive(message: WorkerMessage): void {
    this.lastHeardAt = Date.now()
    switch (message.t) {
      case 'ready':
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
    const held = this.held.get(n)
    if (!held) return // recalled meanwhile: whoever has it now commits
    this.held.delete(n)
    held.report({ type: 'outcome', outcome, startedAt: held.begunAt ?? held.sentAt })
    this.#events.freed(this, outcome)
  }

  async #answer({ q, n, ask }: WorkerMessage & { t: 'ask' }): Promise<void> {
    const services =
      n === undefined ? this.#events.services : (this.held.get(n)?.services ?? this.#events.services)
    const parks = n !== undefined && (ask.verb === 'call' || ask.verb === 'results')
    if (parks) {
      this.parked++
      this.#events.freed(this)
    }
    try {
      const value = await answerAsk(ask, services)
      this.send({ t: 'reply', q, value })
    } catch (error) {
      this.send({ t: 'reply', q, failure: toFailure(error) })
    } finally {
      if (parks) this.parked--
    }
  }

  #gone(cause: string): void {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    killGroup(this.pid) // what it spawned
    this.#channel.close()
    const held = [...this.held.values()]
    this.held.clear()
    this.#events.exited(cause, held)
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

function pipeLines(stream: Readable, onLine: (line: string) => void): void {
  let partial = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (partial + text).split('\n')
    partial = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  stream.on('end', () => partial && onLine(partial))
}
