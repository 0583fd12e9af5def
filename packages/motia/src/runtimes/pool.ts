/**
 * The workers of one language: started when first needed, replaced when they end, an extra one for runs that have to
 * be alone. Implements the runtime port; the engine is its only caller.
 */
import type { Language } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
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
import { IsolationLane, type Waiting } from './isolation-lane.ts'
import { type Held, type WorkerEvents, type WorkerLaunch, WorkerProcess } from './worker-process.ts'

export interface PoolOptions {
  readonly language: Language
  readonly launch: WorkerLaunch
  readonly workers: number
  readonly slotsPerWorker: number
  /** For code of workers outside of any attempt. */
  readonly services: AttemptServices
  readonly telemetry: Telemetry
  /** The supervisor ends these process groups if the app dies. */
  onWorker(pid: number, isAlive: boolean): void
}

const PING_MS = 250
/** A worker that has not answered for this long gets no new work, and what it has not begun moves. */
const BLOCKED_MS = 1_000
/** After its deadline an attempt has this long to report by itself before its worker is killed. */
const DEADLINE_GRACE_MS = 1_000
/** A worker that ends sooner than this after its start is not replaced at once. */
const EARLY_DEATH_MS = 1_000

export class WorkerPool implements Runtime {
  readonly language: Language
  readonly #options: PoolOptions
  readonly #workers = new Set<WorkerProcess>()
  readonly #isolation: IsolationLane
  readonly #waiting: Waiting[] = []
  #freeCallback: () => void = () => {}
  #routes: { routes: Routes; strict: boolean } | undefined
  #description: PromiseWithResolvers<Description> | undefined
  #watch: NodeJS.Timeout | undefined
  #isStopping = false

  constructor(options: PoolOptions) {
    this.language = options.language
    this.#options = options
    this.#isolation = new IsolationLane(() => this.#start(true))
  }

  describe(): Promise<Description> {
    this.#description ??= withResolvers()
    this.#fill()
    return this.#description.promise
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
      if (this.#isStopping) return report({ type: 'returned' })
      if (request.isolated) return this.#isolation.give({ request, services, report })
      this.#waiting.push({ request, services, report })
      this.#serve()
    })
  }

  /** Attempts that found no worker (all are starting, or blocked) wait for one until their deadline. */
  #serve(): void {
    const now = Date.now()
    while (this.#waiting.length > 0) {
      const first = this.#waiting[0] as Waiting
      const worker = this.#leastLoaded()
      const isLate = now >= first.request.deadline
      if (!worker && !isLate) return
      this.#waiting.shift()
      if (worker && !isLate) worker.give(first.request, first.services, first.report)
      else first.report({ type: 'returned' })
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
    const gone = [...this.#workers].map((worker) => this.#stopOne(worker, graceMs))
    await Promise.all(gone)
  }

  #stopOne(worker: WorkerProcess, graceMs: number): Promise<void> {
    worker.recall()
    worker.stop(graceMs)
    return new Promise((resolve) => {
      const check = setInterval(() => worker.phase === 'gone' && finish(), 5)
      const limit = setTimeout(() => worker.kill('the app stops'), graceMs + 500)
      const finish = () => {
        clearInterval(check)
        clearTimeout(limit)
        resolve()
      }
    })
  }

  /** Brings the pool to its size. */
  #fill(): void {
    if (this.#isStopping) return
    this.#watch ??= setInterval(() => this.#inspect(), PING_MS)
    const taking = [...this.#workers].filter(
      (worker) => worker !== this.#isolation.worker && worker.phase !== 'retiring',
    )
    for (let i = taking.length; i < this.#options.workers; i++) this.#start(false)
  }

  #start(isolated: boolean): WorkerProcess {
    const startedAt = Date.now()
    const worker: WorkerProcess = new WorkerProcess(this.#options.launch, {
      ...this.#events(),
      described: (description) => {
        if (!isolated) this.#description?.resolve(description)
        if (isolated) this.#isolation.next()
        this.#free()
      },
      exited: (cause, held) => this.#exited(worker, cause, held, Date.now() - startedAt < EARLY_DEATH_MS),
    })
    this.#workers.add(worker)
    if (this.#routes) worker.send({ t: 'routes', ...this.#routes })
    this.#options.onWorker(worker.pid, true)
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
    if (worker.held.size === 0) worker.stop(0)
    if (worker === this.#isolation.worker) this.#isolation.lost()
    else this.#fill()
  }

  #exited(worker: WorkerProcess, cause: string, held: readonly Held[], early: boolean): void {
    const { endedByUs, pid, neverReady } = worker
    this.#workers.delete(worker)
    this.#options.onWorker(pid, false)
    this.#tell({ type: 'worker-ended', pid, cause, expected: endedByUs })
    const alone = !endedByUs && held.length === 1
    if (neverReady) this.#describeAsBroken(cause)
    for (const { report, begunAt, sentAt } of held) {
      if (endedByUs) report({ type: 'returned' })
      else report({ type: 'lost', alone, cause, startedAt: begunAt ?? sentAt })
    }
    if (worker === this.#isolation.worker) this.#isolation.lost()
    else if (early && held.length === 0) setTimeout(() => this.#fill(), EARLY_DEATH_MS).unref()
    else this.#fill()
    this.#free()
  }

  /** Whoever waits for the steps learns that their files end the process that loads them. */
  #describeAsBroken(cause: string): void {
    const message = `the ${this.language} worker ended while it loaded the project (${cause})`
    const hint = 'Look for process.exit or a crash in the top level of a step file.'
    this.#description?.resolve({ steps: [], mistakes: [{ file: '', message, hint }] })
  }

  #inspect(): void {
    const now = Date.now()
    for (const worker of this.#workers) {
      if (worker.held.size === 0 || worker.phase === 'starting') {
        worker.lastHeardAt = now
        continue
      }
      worker.send({ t: 'ping', p: now })
      if (this.#isBlocked(worker)) worker.recall()
      this.#enforceDeadlines(worker, now)
    }
    this.#fill()
    this.#free()
  }

  #enforceDeadlines(worker: WorkerProcess, now: number): void {
    for (const [n, held] of worker.held) {
      const { deadline } = held.request
      if (now < deadline + DEADLINE_GRACE_MS) continue
      worker.held.delete(n)
      const timeoutMs = deadline - (held.begunAt ?? held.sentAt)
      const { stack: _, ...failure } = toFailure(motiaError('MOTIA_TIMEOUT', { timeoutMs }))
      const outcome = { status: 'failed', reason: 'timeout', failure } as const
      held.report({ type: 'outcome', outcome, startedAt: held.begunAt ?? held.sentAt })
      worker.kill('its event loop was blocked past a deadline')
      return
    }
  }

  #isBlocked(worker: WorkerProcess): boolean {
    return Date.now() - worker.lastHeardAt > BLOCKED_MS
  }

  *#open(): Iterable<WorkerProcess> {
    for (const worker of this.#workers) {
      if (worker === this.#isolation.worker || worker.phase !== 'ready' || this.#isBlocked(worker)) continue
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

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
