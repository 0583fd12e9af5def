/**
 * One app process as the supervisor sees it: spawned in a process group of its own, spoken to on descriptor 3, given
 * the listening socket as descriptor 4, watched, and buried with its workers. app-keeper.ts decides when one lives.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { type Channel, openChannel } from '../wire/channel.ts'
import type { Answer, AppMessage, Command, InheritedRun, SupervisorMessage } from '../wire/control.ts'
import { changesBetween } from '../wire/env-changes.ts'
import { readLines } from '../wire/lines.ts'
import { createPendingCommands } from './pending-commands.ts'
import { type Pulse, startPulse } from './pulse.ts'
import { limitRelease } from './release-limit.ts'
import { createWorkerGroups, killGroup } from './worker-groups.ts'

/** How an app process is started. */
export interface AppLaunch {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly socketFd: number
  /** How long its event loop may stand still; Infinity under a debugger. */
  readonly stallMs: number
}

/** What the supervisor passes on without looking into it. */
export interface AppProject {
  readonly config: unknown
  readonly manifest: unknown
  /** It may take the place of another though files of it cannot be loaded. */
  readonly toleratesBroken?: boolean
}

export interface AppEvents {
  ready(): void
  /** A message about runs that outlive their app's turn: handover.ts passes it on. */
  handover(message: HandoverMessage): void
  events(batch: readonly TelemetryEvent[]): void
  /** A line on its stdout or stderr. */
  output(line: string, stream: 'stdout' | 'stderr'): void
  /** Gone, and its workers with it; once. `failure` if it said why. */
  exited(cause: string, failure: Failure | undefined): void
}

/** What apps say to one another. */
export type HandoverMessage = AppMessage & { readonly t: 'ask' | 'tell' | 'cancel' }

/** `spare`: has not been given the project yet. `retiring`: another has taken its place. */
export type AppPhase = 'spare' | 'starting' | 'ready' | 'retiring' | 'stopping' | 'gone'

/** Runs that an app goes on with while another has its place. */
export type HeldRuns = (AppMessage & { readonly t: 'released' })['held']

/** How much longer than its grace an app may take to stop. */
const STOP_MARGIN_MS = 2000
/** How long after its exit its last messages may take to be read. */
const LAST_WORDS_MS = 500
/** For its name among all apps of this supervisor. */
let lastNumber = 0

export class AppProcess {
  phase: AppPhase = 'spare'
  startedAt = 0
  readyAt: number | undefined
  /** By which apps speak of one another. */
  readonly number = ++lastNumber
  /** Settles when everything is loaded, but for what is broken; or to nothing, when the process is gone. */
  readonly prepared: Promise<readonly Mistake[] | undefined>
  /** Settles when the process has let go of the store: it said so, or it is gone. */
  readonly released: Promise<HeldRuns>
  readonly gone: Promise<void>
  /** Of the project that it was given. */
  manifest: unknown
  readonly #child: ChildProcess
  readonly #channel: Channel<SupervisorMessage>
  readonly #events: AppEvents
  readonly #env: NodeJS.ProcessEnv
  readonly #pulse: Pulse | undefined
  readonly #groups = createWorkerGroups()
  readonly #pending = createPendingCommands((q, command) => this.#channel.send({ t: 'command', q, command }))
  #prepare = (_: readonly Mistake[] | undefined) => {}
  #release = (_: HeldRuns) => {}
  #bury = () => {}
  #heardAll = () => {}
  #isWarm = false
  /** Settles when it is known what its having been warmed up depends on, or it is gone. */
  warmed: Promise<void> = Promise.resolve()
  #tellWarmed = () => {}
  /** Variables that what it has loaded depends on; unknown until it tells. */
  #reads: 'all' | readonly string[] | undefined
  #failure: Failure | undefined
  #killedBecause: string | undefined

  constructor(launch: AppLaunch, events: AppEvents) {
    this.#events = events
    this.#env = launch.env
    this.prepared = new Promise((resolve) => {
      this.#prepare = resolve
    })
    this.released = new Promise((resolve) => {
      this.#release = resolve
    })
    this.gone = new Promise((resolve) => {
      this.#bury = resolve
    })
    const heardAll = new Promise<void>((resolve) => {
      this.#heardAll = resolve
    })
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', launch.socketFd],
      detached: true,
    })
    this.#child = child
    this.#channel = openChannel<AppMessage, SupervisorMessage>(child.stdio[3] as Duplex, {
      message: (message) => this.#receive(message),
      closed: (cause) => {
        if (cause) this.kill(`it broke the protocol: ${cause.message}`)
        this.#heardAll()
      },
    })
    readLines(child.stdout as Readable, (line) => events.output(line, 'stdout'))
    readLines(child.stderr as Readable, (line) => events.output(line, 'stderr'))
    child.once('error', (error) => this.#exited(`it could not be started: ${error.message}`))
    child.once('exit', async (code, signal) => {
      await Promise.race([heardAll, delay(LAST_WORDS_MS, undefined, { ref: false })])
      this.#exited(signal ? `signal ${signal}` : `exit code ${code}`)
    })
    this.#pulse = Number.isFinite(launch.stallMs) ? this.#startPulse(launch.stallMs) : undefined
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** How it ended, in words. */
  endedBy = ''

  /** By us, at once. */
  get wasKilled(): boolean {
    return this.#killedBecause !== undefined
  }

  /** Why it ended, if it said so. */
  get failure(): Failure | undefined {
    return this.#failure
  }

  /** Has a spare prepare what it can, for a project much like this one. */
  warm({ manifest }: AppProject): void {
    this.#isWarm = true
    this.warmed = new Promise((resolve) => {
      this.#tellWarmed = resolve
    })
    this.#send({ t: 'warm', manifest })
  }

  /** Whether it can stand in for a process that is spawned now: what it has loaded may depend on the environment. */
  fits(env: NodeJS.ProcessEnv): boolean {
    if (!this.#isWarm) return true
    const changed = Object.keys(changesBetween(this.#env, env))
    const reads = this.#reads
    return changed.length === 0 || (Array.isArray(reads) && !changed.some((name) => reads.includes(name)))
  }

  /** Gives a spare the project; `prepared` follows. @param env which it was spawned without */
  start({ config, manifest }: AppProject, env: NodeJS.ProcessEnv = this.#env): void {
    this.phase = 'starting'
    this.startedAt = Date.now()
    this.manifest = manifest
    this.#send({ t: 'start', config, manifest, env: changesBetween(this.#env, env) })
  }

  /** The store is free: `ready` or `exited` follows. */
  open(inherited: readonly InheritedRun[] = []): void {
    this.#send({ t: 'open', inherited })
  }

  /** Another takes its place: it lets go of the store, and goes on only with what it has begun. */
  async retire(): Promise<readonly InheritedRun[]> {
    this.phase = 'retiring'
    this.#send({ t: 'retire' })
    const held = await limitRelease(this.released, this.#pulse, (because) => this.kill(because))
    return held.map(({ run, from = this.number }) => ({ run, from }))
  }

  /** Passes on what another app says. */
  send(message: SupervisorMessage & { readonly t: 'asked' | 'told' | 'gone' | 'cancel' }): void {
    this.#channel.send(message)
  }

  /** Its answer; a failure if it ends before. */
  command(command: Command): Promise<Answer> {
    return this.#pending.ask(command)
  }

  /** Ends it after its last attempt, or the grace; resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    if (this.phase === 'gone' || this.phase === 'stopping') return this.gone
    if (this.phase === 'spare') this.kill('not needed')
    else {
      this.phase = 'stopping'
      this.#send({ t: 'stop', graceMs })
    }
    const timer = setTimeout(() => this.kill('it did not stop in time'), graceMs + STOP_MARGIN_MS)
    await this.gone
    clearTimeout(timer)
  }

  /** At once, with its workers: whoever kills may not live to see it exit. */
  kill(because: string): void {
    if (this.phase === 'gone') return
    this.#killedBecause ??= because
    if (this.#child.pid !== undefined) killGroup(this.#child.pid)
    this.#groups.killAll()
  }

  #send(message: SupervisorMessage): void {
    this.#channel.send(message)
    this.#channel.flush()
  }

  #startPulse(stallMs: number): Pulse {
    return startPulse({
      stallMs,
      ping: (p) => this.#channel.send({ t: 'ping', p }),
      onStalled: () => this.kill(`its event loop stood still for ${stallMs} ms`),
    })
  }

  #receive(message: AppMessage): void {
    switch (message.t) {
      case 'warmed':
        this.#reads = message.reads
        this.#tellWarmed()
        break
      case 'prepared':
        this.#prepare(message.broken)
        break
      case 'ask':
      case 'tell':
      case 'cancel':
        this.#events.handover(message)
        break
      case 'released':
        this.#release(message.held)
        break
      case 'ready':
        if (this.phase === 'starting') this.phase = 'ready'
        this.readyAt = Date.now()
        this.#events.ready()
        break
      case 'failed':
        this.#failure = message.failure
        break
      case 'events':
        this.#events.events(message.events)
        break
      case 'worker':
        if (message.isAlive) this.#groups.add(message.pid)
        else this.#groups.remove(message.pid)
        break
      case 'answer':
        this.#pending.answered(message.q, message.answer)
        break
      case 'pong':
        this.#pulse?.answered(message.p)
        break
      case 'stopped':
        this.#release([])
        break
      default:
        message satisfies never
    }
  }

  #exited(how: string): void {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    this.#pulse?.stop()
    this.#groups.killAll()
    if (this.#child.pid !== undefined) killGroup(this.#child.pid) // what its own steps had spawned
    const cause = this.#killedBecause ?? how
    this.endedBy = cause
    this.#pending.failAll(cause)
    this.#prepare(undefined)
    this.#tellWarmed()
    this.#release([])
    this.#bury()
    this.#events.exited(cause, this.#failure)
  }
}
