/**
 * Keeps one app going: the first, its replacement when it dies, and the next when the project changes, with a spare
 * process warmed up for it in development. supervisor.ts makes one; what it tells goes through `KeeperEvents`.
 *
 *   begin ──► spare ── run(project) ──► starting ──► ready ──┐ dies ──► (backoff) ──► starting, same project
 *               ▲                                            │ run(project) ──► stopping ──► released ──► starting
 *               └── warmed up again once the app is ready ◄──┘
 */
import { motiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import { type Failure, toFailure } from '@motia/core/failure'
import type { Answer, Command } from '../wire/control.ts'
import type { AppEvents, AppProcess, AppProject } from './app-process.ts'
import { toAppDown } from './pending-commands.ts'
import { createRestarts } from './restarts.ts'

export interface KeeperOptions {
  /** Spawns a process, not yet given the project. */
  readonly spawn: (events: AppEvents) => AppProcess
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
}

export type Started =
  | { readonly ok: true; readonly tookMs: number }
  | { readonly ok: false; readonly failure: Failure }

/** How long a command waits for an app that is starting. */
const COMMAND_WAIT_MS = 5000
/** The app's first requests come before the warming up of its successor. */
const SPARE_DELAY_MS = 300

export class AppKeeper {
  readonly #options: KeeperOptions
  readonly #restarts = createRestarts()
  #current: AppProcess | undefined
  #spare: AppProcess | undefined
  /** Every process that has not ended: the retiring ones too. */
  readonly #alive = new Set<AppProcess>()
  #project: AppProject | undefined
  /** The project has been up once: its app is worth restarting. */
  #wasReady = false
  #isStopping = false
  #downBecause = 'it has not been started yet'
  /** Who waits for the app that is starting. */
  #settled: ((started: Started) => void)[] = []
  #restartTimer: NodeJS.Timeout | undefined
  #spareTimer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  /** Spawns the first process ahead of the project, so that both get ready at the same time. */
  begin(): void {
    this.#spare ??= this.#spawn()
  }

  /** The spare was spawned under circumstances that no longer hold. */
  dropSpare(): void {
    this.#spare?.kill('not needed')
    this.#spare = undefined
  }

  /**
   * Makes the project the running one: in place of the app that runs, if one does, which gets `graceMs` to end.
   * Resolves when the new one answers requests, or could not be started; never rejects.
   */
  run(project: AppProject, graceMs: number): Promise<Started> {
    const turn = this.#turn.then(async (): Promise<Started> => {
      if (this.#isStopping) return { ok: false, failure: stoppingFailure() }
      clearTimeout(this.#restartTimer)
      this.#project = project
      this.#wasReady = false
      await this.#retire(graceMs)
      if (this.#isStopping) return { ok: false, failure: stoppingFailure() }
      return this.#start()
    })
    this.#turn = turn
    return turn
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

  /** The old app lets go of the store before the new one opens it; its process may end later. */
  async #retire(graceMs: number): Promise<void> {
    const old = this.#current
    if (!old) return
    this.#current = undefined
    const hadStarted = old.phase === 'ready'
    if (!hadStarted) old.kill('the project changed while it was starting')
    else old.stop(graceMs).catch(() => {}) // never rejects
    await old.released
  }

  #start(): Promise<Started> {
    const project = this.#project
    if (!project) throw new Error('an app was to be started without a project')
    this.#restartTimer = undefined
    const app = this.#spare ?? this.#spawn()
    this.#spare = undefined
    this.#current = app
    const started = this.#settle()
    app.start(project)
    return started
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
      events: this.#options.events.events,
      output: this.#options.events.output,
      exited: (cause, failure) => this.#exited(app, cause, failure),
    })
    this.#alive.add(app)
    return app
  }

  #ready(app: AppProcess): void {
    if (app !== this.#current) return
    this.#wasReady = true
    this.#settleAll({ ok: true, tookMs: Date.now() - app.startedAt })
    if (!this.#options.keepSpare || this.#isStopping) return
    clearTimeout(this.#spareTimer)
    this.#spareTimer = setTimeout(() => this.begin(), SPARE_DELAY_MS).unref()
  }

  #exited(app: AppProcess, cause: string, failure: Failure | undefined): void {
    this.#alive.delete(app)
    if (app === this.#spare) this.#spare = undefined
    if (app !== this.#current) return
    this.#current = undefined
    this.#downBecause = cause
    if (this.#isStopping) {
      this.#settleAll({ ok: false, failure: stoppingFailure() })
      return
    }
    const waitMs = this.#wasReady ? this.#restarts.died(app.readyAt, Date.now()) : undefined
    this.#options.events.died(cause, failure, waitMs)
    if (waitMs === undefined) {
      this.#settleAll({ ok: false, failure: failure ?? earlyEnd(cause) })
    } else this.#restartTimer = setTimeout(() => this.#start(), waitMs)
  }
}

function stoppingFailure(): Failure {
  const { name, message, code } = motiaError('MOTIA_STOPPING')
  return { name, message, code }
}

function earlyEnd(cause: string): Failure {
  return toFailure({ name: 'AppEnded', message: `the app ended before it was ready: ${cause}` })
}
