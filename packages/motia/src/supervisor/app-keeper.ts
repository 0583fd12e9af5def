/**
 * Keeps one app going: the first, its replacement when it dies, and the next when the project changes, with a spare
 * process warmed up for it in development. supervisor.ts makes one; what it tells goes through `KeeperEvents`.
 *
 *   begin ──► spare ── run(project) ──► starting ──► ready ──┐ dies ──► (backoff) ──► starting, same project
 *               ▲                                            │ run(project) ──► the spare loads it, this one serves on
 *               │                                            │      ├── cannot ──► this one stays
 *               │                                            │      └── prepared ──► retiring, the spare opens the store
 *               └── warmed up again once the app is ready ◄──┘
 */

import type { TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { Answer, Command, InheritedRun } from '../wire/control.ts'
import type { AppEvents, AppProcess, AppProject } from './app-process.ts'
import { Handover } from './handover.ts'
import { toAppDown } from './pending-commands.ts'
import { createRestarts } from './restarts.ts'
import { earlyEnd, type Started, stoppingFailure, toEarlyEnd, toNotLoaded, toStopping } from './started.ts'

export interface KeeperOptions {
  /** Spawns a process, not yet given the project. */
  readonly spawn: (events: AppEvents) => AppProcess
  /** Of an app that is started now: a spare was spawned with what held then. */
  readonly environment?: () => NodeJS.ProcessEnv
  /** Keep a process warmed up for the next reload. */
  readonly keepSpare: boolean
  readonly events: KeeperEvents
}

export interface KeeperEvents {
  events(batch: readonly TelemetryEvent[]): void
  output(line: string, stream: 'stdout' | 'stderr'): void
  /**
   * The app ended though nobody asked it to; `failure` if it said why, `restartsInMs` is undefined if it is left at that.
   */
  died(cause: string, failure: Failure | undefined, restartsInMs: number | undefined): void
  /** An app that was replaced was ended with runs under way, which begin again on the new code. */
  cutOff(cause: string): void
}

/** How long a command waits for an app that is starting. */
const COMMAND_WAIT_MS = 5000
/** The app's first requests come before the warming up of its successor. */
const SPARE_DELAY_MS = 200

export class AppKeeper {
  readonly #options: KeeperOptions
  readonly #handover: Handover
  readonly #restarts = createRestarts()
  #current: AppProcess | undefined
  #spare: AppProcess | undefined
  /** Every process that has not ended: the retiring ones too. */
  readonly #alive = new Set<AppProcess>()
  #project: AppProject | undefined
  /** The project has been up once: its app is worth restarting. */
  #wasReady = false
  /** It has been loaded whole: an app that dies without a word was struck by something else. */
  #wasLoaded = false
  #isStopping = false
  #downBecause = 'it has not been started yet'
  /** Who waits for the app that is starting. */
  #settled: ((started: Started) => void)[] = []
  #restartTimer: NodeJS.Timeout | undefined
  #spareTimer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#handover = new Handover(options.events.cutOff)
  }

  /** Spawns the first process ahead of the project, so that both get ready at the same time. */
  begin(): void {
    this.#spare ??= this.#spawn()
  }

  /** A process for the next reload. */
  #keepSpare(): void {
    if (this.#spare) return
    this.#spare = this.#spawn()
    if (this.#project) this.#spare.warm(this.#project)
  }

  /** The spare was spawned under circumstances that no longer hold. */
  dropSpare(): void {
    this.#spare?.kill('not needed')
    this.#spare = undefined
  }

  /**
   * Makes the project the running one: in place of the app that runs, if one does, which serves until the new one has
   * loaded it. Resolves when the new one answers requests, or could not be started; never rejects.
   */
  run(project: AppProject): Promise<Started> {
    const turn = this.#turn.then(async (): Promise<Started> => {
      if (this.#isStopping) return { ok: false, failure: stoppingFailure() }
      if (this.#current?.phase === 'ready') return this.#replace(project)
      clearTimeout(this.#restartTimer)
      this.#current?.kill('the project changed while it was starting')
      await this.#current?.gone
      this.#project = project
      this.#wasReady = false
      this.#wasLoaded = false
      return this.#isStopping ? { ok: false, failure: stoppingFailure() } : this.#start()
    })
    this.#turn = turn
    return turn
  }

  /** Of all apps that have one and have not ended: those that were replaced and go on with runs, too. */
  get manifests(): readonly unknown[] {
    return [...this.#alive].flatMap(({ manifest }) => manifest ?? [])
  }

  /** Passes a command on; waits a little for an app that is starting. */
  async command(command: Command): Promise<Answer> {
    const isComing = this.#current?.phase === 'starting' || this.#restartTimer !== undefined
    if (isComing) await this.#settle(COMMAND_WAIT_MS)
    if (this.#current?.phase !== 'ready') return toAppDown(this.#downBecause)
    return this.#current.command(command)
  }

  /** Ends the app after its last attempt or the grace; no other is started. */
  async stop(graceMs: number): Promise<void> {
    this.#startNoMore()
    this.#downBecause = 'the server is stopping'
    await Promise.all([...this.#alive].map((app) => app.stop(graceMs)))
  }

  /** At once. */
  kill(): void {
    this.#startNoMore()
    for (const app of this.#alive) app.kill('the server was told to end at once')
  }

  #startNoMore(): void {
    this.#isStopping = true
    clearTimeout(this.#restartTimer)
    this.#restartTimer = undefined
    clearTimeout(this.#spareTimer)
  }

  /** The old app serves until the new one has loaded the project, and lets go of the store before that one opens it. */
  async #replace(project: AppProject): Promise<Started> {
    const env = this.#options.environment?.()
    // A fresh process takes longer than the rest of its warming up, which it waits for in any case.
    if (env && this.#spare && !this.#spare.fits(env)) await this.#spare.warmed
    if (this.#isStopping) return toStopping()
    const next = this.#take()
    next.start(project, this.#options.environment?.())
    const broken = await next.prepared
    if (!broken) return this.#isStopping ? toStopping() : { ...toEarlyEnd(next), goesOn: true }
    if (broken.length > 0 && project.toleratesBroken === false) {
      next.kill('files of the project could not be loaded')
      this.#keepSpare()
      const ofAll = broken.find(({ file }) => file === '')
      return ofAll ? { ...toNotLoaded(ofAll), goesOn: true } : { ...toEarlyEnd(next), goesOn: true, broken }
    }
    clearTimeout(this.#restartTimer) // of an app that died meanwhile
    this.#project = project
    this.#wasReady = false
    this.#wasLoaded = true
    const old = this.#current
    this.#current = next
    const started = this.#settle()
    const inherited = await this.#retire(old)
    if (this.#isStopping) this.#settleAll(toStopping())
    else if (next.phase === 'gone')
      this.#handover.cut() // whoever is started in its place runs that again
    else next.open(inherited)
    return started
  }

  /** Its process goes on with what it has begun; gives the runs among that. */
  async #retire(old: AppProcess | undefined): Promise<readonly InheritedRun[]> {
    this.#handover.closing()
    if (old?.phase === 'ready') {
      const inherited = await old.retire()
      if (old.wasKilled) this.#options.events.cutOff(old.endedBy)
      this.#handover.retired(
        old,
        inherited.some(({ from }) => from === old.number),
      )
      return inherited
    }
    old?.kill('the project changed while it was starting')
    await old?.gone
    return []
  }

  #start(): Promise<Started> {
    const project = this.#project
    if (!project) throw new Error('an app was to be started without a project')
    this.#restartTimer = undefined
    const app = this.#take()
    this.#current = app
    const started = this.#settle()
    app.start(project, this.#options.environment?.())
    app.open()
    return started
  }

  #take(): AppProcess {
    const env = this.#options.environment?.()
    if (env && this.#spare && !this.#spare.fits(env)) this.dropSpare()
    const app = this.#spare ?? this.#spawn()
    this.#spare = undefined
    return app
  }

  #settle(waitMs?: number): Promise<Started> {
    return new Promise((resolve) => {
      this.#settled.push(resolve)
      if (waitMs !== undefined) setTimeout(() => resolve({ ok: false, failure: stoppingFailure() }), waitMs)
    })
  }

  #settleAll(started: Started): void {
    const waiting = this.#settled
    this.#settled = []
    for (const resolve of waiting) resolve(started)
  }

  #spawn(): AppProcess {
    const app: AppProcess = this.#options.spawn({
      ready: () => this.#ready(app),
      handover: (message) => this.#handover.take(app, message),
      events: this.#options.events.events,
      output: this.#options.events.output,
      exited: (cause, failure) => this.#exited(app, cause, failure),
    })
    this.#alive.add(app)
    return app
  }

  #ready(app: AppProcess): void {
    if (app !== this.#current) return
    this.#handover.opened(app)
    this.#wasReady = true
    this.#settleAll({ ok: true, tookMs: Date.now() - app.startedAt })
    if (!this.#options.keepSpare || this.#isStopping) return
    clearTimeout(this.#spareTimer)
    this.#spareTimer = setTimeout(() => this.#keepSpare(), SPARE_DELAY_MS).unref()
  }

  #exited(app: AppProcess, cause: string, failure: Failure | undefined): void {
    this.#alive.delete(app)
    if (app === this.#spare) this.#spare = undefined
    this.#handover.exited(app)
    if (app !== this.#current) return
    this.#handover.cut()
    this.#current = undefined
    this.#downBecause = cause
    if (this.#isStopping) {
      this.#settleAll({ ok: false, failure: stoppingFailure() })
      return
    }
    const isWorthIt = this.#wasReady || (this.#wasLoaded && failure === undefined)
    const waitMs = isWorthIt ? this.#restarts.died(app.readyAt, Date.now()) : undefined
    this.#options.events.died(cause, failure, waitMs)
    if (!this.#wasReady) this.#settleAll({ ok: false, failure: failure ?? earlyEnd(cause) })
    if (waitMs !== undefined) this.#restartTimer = setTimeout(() => this.#start(), waitMs)
  }
}
