/**
 * The workers of one language: a crew for the usual work, an extra one for runs that have to be alone, all of them
 * started when first needed and replaced when they end. Implements the runtime port; the engine is its only caller.
 */
import type { Language, Mistake } from '@motia/core/descriptor'
import type { Outcome } from '@motia/core/outcome'
import type {
  AttemptReport,
  AttemptRequest,
  AttemptServices,
  Description,
  Routes,
  Runtime,
} from '@motia/core/runtime'
import type { Telemetry } from '@motia/core/telemetry'
import { BeginWatch } from './begin-watch.ts'
import { Crew, type CrewOptions } from './crew.ts'
import type { Held } from './held-attempts.ts'
import { Introduction } from './introduction.ts'
import { IsolationLane, type Waiting } from './isolation-lane.ts'
import { toLaunchMistake, toStartMistake, type WorkerEnd } from './start-failure.ts'
import { type LaunchSource, StartGate } from './start-gate.ts'
import { WorkerProcess } from './worker-process.ts'
import { createWorkerTelling, type WorkerTelling } from './worker-telling.ts'
import { inspectWorker } from './worker-watch.ts'

export interface PoolOptions extends CrewOptions {
  readonly language: Language
  /** How a worker is started; a function is asked once, when the first is needed. */
  readonly launch: LaunchSource
  /** For code of workers outside of any attempt. */
  readonly services: AttemptServices
  readonly telemetry: Telemetry
  /** The supervisor ends these process groups if the app dies. */
  onWorker(pid: number, isAlive: boolean): void
}

const PING_MS = 250
/** What they hold has deadlines, and streams have readers: a timer takes no more than some days. */
const LONGEST_STOP_MS = 24 * 60 * 60 * 1000
/** One that ends sooner than this after its start is replaced only after a while. */
const EARLY_DEATH_MS = 1_000

export class WorkerPool implements Runtime {
  readonly language: Language
  readonly #options: PoolOptions
  readonly #telling: WorkerTelling
  readonly #gate: StartGate
  readonly #introduction = new Introduction()
  readonly #crew: Crew
  readonly #spares = new Set<WorkerProcess>()
  readonly #isolation: IsolationLane
  readonly #beginWatch: BeginWatch
  /** Found no worker: all are starting, or blocked. */
  readonly #waiting: Waiting[] = []
  #freeCallback: () => void = () => {}
  #routes: { routes: Routes; strict: boolean } | undefined
  #watch: NodeJS.Timeout | undefined
  #inspectedAt = 0
  #isStopping = false

  constructor(options: PoolOptions) {
    this.language = options.language
    this.#options = options
    this.#telling = createWorkerTelling(options.language, options.telemetry)
    this.#gate = new StartGate(options.launch, {
      opened: () => {
        this.#fill()
        this.#isolation.next()
      },
      shut: (error) => this.#giveUp(toLaunchMistake(error)),
    })
    this.#crew = new Crew(options, {
      start: () => this.#start(() => {}),
      retire: (worker, cause) => this.#retire(worker, cause),
    })
    this.#isolation = new IsolationLane(() => this.#startSpare())
    this.#beginWatch = new BeginWatch((time) => this.#crew.look(this.#waiting.length, Date.now(), time))
  }

  describe(): Promise<Description> {
    this.#fill()
    return this.#introduction.made
  }

  /** Calls back when a worker describes the project after all, `describe` having told of a failure. */
  onDescribed(callback: (description: Description) => void): void {
    this.#introduction.onLate = callback
  }

  slots(): number {
    return this.#crew.slots()
  }

  freeSlots(): number {
    return this.#crew.freeSlots(Date.now())
  }

  setRoutes(routes: Routes, strict: boolean): void {
    this.#routes = { routes, strict }
    for (const worker of this.#all()) worker.send({ t: 'routes', routes, strict })
  }

  onFree(callback: () => void): void {
    this.#freeCallback = callback
  }

  execute(request: AttemptRequest, services: AttemptServices): Promise<AttemptReport> {
    return new Promise((report) => {
      if (this.#isStopping || this.#gate.isShut) return report({ type: 'returned' })
      if (!this.#watch) this.#fill()
      if (request.isolated) return this.#isolation.give({ request, services, report })
      this.#waiting.push({ request, services, report })
      this.#serve()
    })
  }

  cancel(runId: string): void {
    for (const worker of this.#all()) worker.cancel(runId)
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#beginWatch.stop()
    this.#isolation.clear()
    this.#handBack()
    const gone = [...this.#all()].map((worker) => {
      if (Number.isFinite(graceMs)) worker.recall()
      worker.stop(Math.min(graceMs, LONGEST_STOP_MS))
      return worker.gone
    })
    await Promise.all(gone) // watched until then: what they hold has deadlines
    clearInterval(this.#watch)
  }

  /** Attempts wait for a worker until their deadline. */
  #serve(): void {
    if (this.#waiting.length === 0) return
    const now = Date.now()
    for (const waiting of this.#waiting.splice(0)) {
      const worker = this.#crew.choose(now)
      const { request, services, report } = waiting
      if (now >= request.deadline) report({ type: 'returned' })
      else if (worker) worker.give(request, services, report, this.#beginWatch.time)
      else this.#waiting.push(waiting)
    }
    this.#beginWatch.arm()
  }

  #free(): void {
    this.#serve()
    this.#freeCallback()
  }

  #handBack(): void {
    for (const { report } of this.#waiting.splice(0)) report({ type: 'returned' })
  }

  *#all(): Iterable<WorkerProcess> {
    yield* this.#crew
    yield* this.#spares
  }

  /** Brings the pool to its size, and keeps it there. */
  #fill(): void {
    if (this.#isStopping || this.#gate.isShut) return
    this.#inspectedAt ||= Date.now()
    this.#watch ??= setInterval(() => this.#inspect(), PING_MS)
    this.#crew.fill()
  }

  #startSpare(): WorkerProcess | undefined {
    const worker = this.#start(() => this.#isolation.next())
    if (worker) this.#spares.add(worker)
    return worker
  }

  /** None while the gate lets none pass. */
  #start(ready: () => void): WorkerProcess | undefined {
    const launch = this.#isStopping ? undefined : this.#gate.pass(Date.now())
    if (!launch) return undefined
    const worker: WorkerProcess = new WorkerProcess(launch, {
      ...this.#telling.events,
      services: this.#options.services,
      described: (description) => {
        this.#gate.lived()
        this.#introduction.succeed(description)
        this.#crew.described(worker)
        ready()
        this.#free()
      },
      freed: (outcome) => this.#freed(worker, outcome),
      heard: () => this.#free(),
      exited: (end, held) => this.#exited(worker, end, held),
    })
    if (this.#routes) worker.send({ t: 'routes', ...this.#routes })
    if (worker.pid > 0) this.#options.onWorker(worker.pid, true)
    this.#telling.started(worker.pid)
    return worker
  }

  #freed(worker: WorkerProcess, outcome: Outcome | undefined): void {
    if (outcome) this.#crew.attemptEnded()
    // Its handler runs on past its deadline: no new work, a fresh worker in its place.
    if (outcome?.status === 'failed' && outcome.reason === 'timeout') this.#retire(worker)
    if (worker === this.#isolation.worker) this.#isolation.next()
    else if (worker.phase === 'retiring' && worker.held.size === 0) worker.stop(0)
    this.#free()
  }

  /** It gets no new work, and ends after what it has begun; the rest is for others. */
  #retire(worker: WorkerProcess, cause?: string): void {
    if (worker.phase !== 'ready') return
    worker.retire(cause)
    this.#beginWatch.arm()
    if (worker.held.size === 0) worker.stop(0)
    if (worker === this.#isolation.worker) this.#isolation.lost()
    else this.#fill()
    this.#serve()
  }

  #exited(worker: WorkerProcess, end: WorkerEnd, held: readonly Held[]): void {
    const { endedByUs, pid, neverReady, startedAt } = worker
    const now = Date.now()
    const { cause } = end
    this.#crew.exited(worker)
    this.#spares.delete(worker)
    if (pid > 0) this.#options.onWorker(pid, false)
    this.#telling.ended(pid, cause, endedByUs)
    const alone = !endedByUs && held.length === 1
    if (!endedByUs && neverReady) this.#failedToStart(end, now)
    else if (!endedByUs && now - startedAt < EARLY_DEATH_MS && held.length === 0) this.#gate.diedEarly(now)
    for (const { report, begunAt, sentAt } of held) {
      if (endedByUs) report({ type: 'returned' })
      else report({ type: 'lost', alone, cause, startedAt: begunAt ?? sentAt })
    }
    if (worker === this.#isolation.worker) this.#isolation.lost()
    this.#fill()
    this.#free()
  }

  #failedToStart(end: WorkerEnd, now: number): void {
    this.#gate.diedAtStart(end, now)
    const mistake = toStartMistake(this.language, end)
    if (this.#gate.isShut) this.#giveUp(mistake)
    else this.#introduction.fail(mistake)
  }

  /** There will be no worker: nothing waits for one. */
  #giveUp(mistake: Mistake): void {
    this.#introduction.fail(mistake, true)
    this.#isolation.clear()
    this.#handBack()
  }

  #inspect(): void {
    const now = Date.now()
    // If this very process stood still, that is not the workers' silence.
    const stalledMs = Math.max(0, now - this.#inspectedAt - 2 * PING_MS)
    this.#inspectedAt = now
    for (const worker of this.#all()) {
      worker.lastHeardAt = Math.min(now, worker.lastHeardAt + stalledMs)
      inspectWorker(worker, now)
    }
    if (this.#isStopping) return
    this.#crew.inspect(now)
    this.#fill()
    this.#isolation.next()
    this.#free()
  }
}
