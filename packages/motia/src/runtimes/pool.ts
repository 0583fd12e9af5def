/**
 * The workers of one language: started when first needed, replaced when they end, an extra one for runs that have to
 * be alone. Implements the runtime port; the engine is its only caller.
 */
import type { Language, Mistake } from '@motia/core/descriptor'
import type {
  AttemptReport,
  AttemptRequest,
  AttemptServices,
  Description,
  Routes,
  Runtime,
} from '@motia/core/runtime'
import type { Telemetry } from '@motia/core/telemetry'
import type { AttemptName } from '../wire/protocol.ts'
import type { Held } from './held-attempts.ts'
import { Introduction } from './introduction.ts'
import { IsolationLane, type Waiting } from './isolation-lane.ts'
import { toLaunchMistake, toStartMistake, type WorkerEnd } from './start-failure.ts'
import { type LaunchSource, StartGate } from './start-gate.ts'
import { type WorkerEvents, WorkerProcess } from './worker-process.ts'
import { inspectWorker, isBlocked } from './worker-watch.ts'

export interface PoolOptions {
  readonly language: Language
  /** How a worker is started; a function is asked once, when the first is needed. */
  readonly launch: LaunchSource
  readonly workers: number
  readonly slotsPerWorker: number
  /** For code of workers outside of any attempt. */
  readonly services: AttemptServices
  readonly telemetry: Telemetry
  /** The supervisor ends these process groups if the app dies. */
  onWorker(pid: number, isAlive: boolean): void
}

const PING_MS = 250
/** One that ends sooner than this after its start is replaced only after a while. */
const EARLY_DEATH_MS = 1_000

export class WorkerPool implements Runtime {
  readonly language: Language
  readonly #options: PoolOptions
  readonly #workers = new Set<WorkerProcess>()
  readonly #isolation: IsolationLane
  readonly #waiting: Waiting[] = []
  #freeCallback: () => void = () => {}
  #routes: { routes: Routes; strict: boolean } | undefined
  readonly #introduction = new Introduction()
  #watch: NodeJS.Timeout | undefined
  #inspectedAt = 0
  readonly #gate: StartGate
  #isStopping = false

  constructor(options: PoolOptions) {
    this.language = options.language
    this.#options = options
    this.#gate = new StartGate(options.launch, {
      opened: () => {
        this.#fill()
        this.#isolation.next()
      },
      shut: (error) => this.#giveUp(toLaunchMistake(error)),
    })
    this.#isolation = new IsolationLane(() => this.#start(true))
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
    return this.#options.workers * this.#options.slotsPerWorker
  }

  freeSlots(): number {
    let free = 0
    for (const worker of this.#open()) free += Math.max(0, this.#options.slotsPerWorker - worker.load)
    return free
  }

  setRoutes(routes: Routes, strict: boolean): void {
    this.#routes = { routes, strict }
    for (const worker of this.#workers) worker.send({ t: 'routes', routes, strict })
  }

  onFree(callback: () => void): void {
    this.#freeCallback = callback
  }

  execute(request: AttemptRequest, services: AttemptServices): Promise<AttemptReport> {
    return new Promise((report) => {
      if (this.#isStopping || this.#gate.isShut) return report({ type: 'returned' })
      if (request.isolated) return this.#isolation.give({ request, services, report })
      this.#waiting.push({ request, services, report })
      this.#serve()
    })
  }

  /** Attempts that found no worker (all are starting, or blocked) wait for one until their deadline. */
  #serve(): void {
    if (this.#waiting.length === 0) return
    const now = Date.now()
    for (const waiting of this.#waiting.splice(0)) {
      const worker = this.#leastLoaded()
      const { request, services, report } = waiting
      if (now >= request.deadline) report({ type: 'returned' })
      else if (worker) worker.give(request, services, report)
      else this.#waiting.push(waiting)
    }
  }

  #free(): void {
    this.#serve()
    this.#freeCallback()
  }

  cancel(runId: string): void {
    for (const worker of this.#workers) worker.cancel(runId)
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#watch)
    this.#isolation.clear()
    for (const { report } of this.#waiting.splice(0)) report({ type: 'returned' })
    const gone = [...this.#workers].map((worker) => {
      worker.recall()
      worker.stop(graceMs)
      return worker.gone
    })
    await Promise.all(gone)
  }

  /** Brings the pool to its size. */
  #fill(): void {
    if (this.#isStopping || this.#gate.isShut) return
    this.#inspectedAt ||= Date.now()
    this.#watch ??= setInterval(() => this.#inspect(), PING_MS)
    const taking = [...this.#workers].filter(
      (worker) => worker !== this.#isolation.worker && worker.phase !== 'retiring',
    )
    for (let i = taking.length; i < this.#options.workers; i++) this.#start(false)
  }

  /** None while the gate lets none pass. */
  #start(isolated: boolean): WorkerProcess | undefined {
    const startedAt = Date.now()
    const launch = this.#isStopping ? undefined : this.#gate.pass(startedAt)
    if (!launch) return undefined
    const worker: WorkerProcess = new WorkerProcess(launch, {
      ...this.#events(),
      described: (description) => {
        this.#gate.lived()
        this.#introduction.succeed(description)
        if (isolated) this.#isolation.next()
        this.#free()
      },
      exited: (end, held) => this.#exited(worker, end, held, Date.now() - startedAt < EARLY_DEATH_MS),
    })
    this.#workers.add(worker)
    if (this.#routes) worker.send({ t: 'routes', ...this.#routes })
    if (worker.pid > 0) this.#options.onWorker(worker.pid, true)
    this.#tell({ type: 'worker-started', pid: worker.pid })
    return worker
  }

  #events(): Omit<WorkerEvents, 'described' | 'exited'> {
    const { telemetry, services, language } = this.#options
    return {
      services,
      freed: (worker, outcome) => {
        if (outcome?.status === 'failed' && outcome.reason === 'timeout') this.#retire(worker)
        if (worker === this.#isolation.worker) this.#isolation.next()
        else if (worker.phase === 'retiring' && worker.held.size === 0) worker.stop(0)
        this.#free()
      },
      log: ({ t, n, of, ...line }, origin) =>
        telemetry.record({ type: 'log', ...line, ...(origin && toOrigin(origin)) }),
      output: (line, stream) =>
        telemetry.record({
          type: 'log',
          at: Date.now(),
          level: stream === 'stderr' ? 'error' : 'info',
          message: line,
          source: 'print',
          fields: { worker: language },
        }),
    }
  }

  /** Its handler runs on past its deadline: no new work, a fresh worker in its place. */
  #retire(worker: WorkerProcess): void {
    if (worker.phase !== 'ready') return
    worker.phase = 'retiring'
    worker.recall()
    if (worker === this.#isolation.worker) this.#isolation.lost()
    else this.#fill()
  }

  #exited(worker: WorkerProcess, end: WorkerEnd, held: readonly Held[], early: boolean): void {
    const { endedByUs, pid, neverReady } = worker
    const { cause } = end
    this.#workers.delete(worker)
    if (pid > 0) this.#options.onWorker(pid, false)
    this.#tell({ type: 'worker-ended', pid, cause, expected: endedByUs })
    const alone = !endedByUs && held.length === 1
    if (!endedByUs && neverReady) this.#failedToStart(end)
    else if (!endedByUs && early && held.length === 0) this.#gate.diedEarly(Date.now())
    for (const { report, begunAt, sentAt } of held) {
      if (endedByUs) report({ type: 'returned' })
      else report({ type: 'lost', alone, cause, startedAt: begunAt ?? sentAt })
    }
    if (worker === this.#isolation.worker) this.#isolation.lost()
    this.#fill()
    this.#free()
  }

  #failedToStart(end: WorkerEnd): void {
    this.#gate.diedAtStart(end, Date.now())
    const mistake = toStartMistake(this.language, end)
    if (this.#gate.isShut) this.#giveUp(mistake)
    else this.#introduction.fail(mistake)
  }

  /** There will be no worker: nothing waits for one. */
  #giveUp(mistake: Mistake): void {
    this.#introduction.fail(mistake)
    this.#isolation.clear()
    for (const { report } of this.#waiting.splice(0)) report({ type: 'returned' })
  }

  #inspect(): void {
    const now = Date.now()
    // If this very process stood still, that is not the workers' silence.
    const stalledMs = Math.max(0, now - this.#inspectedAt - 2 * PING_MS)
    this.#inspectedAt = now
    for (const worker of this.#workers) {
      worker.lastHeardAt = Math.min(now, worker.lastHeardAt + stalledMs)
      inspectWorker(worker, now)
    }
    this.#fill()
    this.#isolation.next()
    this.#free()
  }

  *#open(): Iterable<WorkerProcess> {
    const now = Date.now()
    for (const worker of this.#workers) {
      if (worker === this.#isolation.worker || worker.phase !== 'ready' || isBlocked(worker, now)) continue
      yield worker
    }
  }

  #leastLoaded(): WorkerProcess | undefined {
    let best: WorkerProcess | undefined
    for (const worker of this.#open()) if (!best || worker.load < best.load) best = worker
    return best
  }

  #tell(
    event:
      | { type: 'worker-started'; pid: number }
      | { type: 'worker-ended'; pid: number; cause: string; expected: boolean },
  ): void {
    this.#options.telemetry.record({ ...event, at: Date.now(), language: this.language })
  }
}

function toOrigin({ runId, traceId, stepId, attempt }: AttemptName) {
  return { runId, traceId, stepId, attempt }
}
