/**
 * What one runtime executes: a bounded buffer of claimed runs in front of its slots, filled in turns over the steps
 * that have work. The dispatcher owns one per language.
 */
import type { StepLoad } from '@motia/core/limits'
import { reservedSlots, shareSlots } from '@motia/core/limits'
import type { Runtime } from '@motia/core/runtime'
import type { ClaimedRun, ClaimWish, RunStore } from '@motia/core/store'
import { readyAtOf } from './attempt-event.ts'
import { type LimitWait, LimitWatch } from './limit-watch.ts'

export interface LaneOptions {
  readonly runtime: Runtime
  readonly runs: Pick<RunStore, 'claim'>
  readonly now: () => number
  concurrencyOf(stepId: string): number
  /** Its runs are not to begin. */
  isPaused(stepId: string): boolean
  /** Executes and settles; resolves when the run's end is committed. */
  execute(run: ClaimedRun, limit: LimitWait | undefined): Promise<void>
  onError(error: unknown): void
}

/** A run that was claimed, and what its step's limit had made it wait. */
interface HeldRun {
  readonly run: ClaimedRun
  readonly limit: LimitWait | undefined
}

/** Claimed runs held for one slot: keeps workers busy while the next claim is on its way. */
const HELD_PER_SLOT = 3
/** Between tries while the store takes no claims. */
const CLAIM_RETRY_MS = 1_000

export class Lane {
  readonly #options: LaneOptions
  /** Steps that may have queued runs that nobody claimed, in the order of their turns. */
  readonly #backlog = new Set<string>()
  /** Those of them that were told of since the last claim went out. */
  readonly #woken = new Set<string>()
  readonly #buffer = new Map<string, HeldRun[]>()
  /** Per step: claimed, reserved or under way, each holding a permit. */
  readonly #permits = new Map<string, number>()
  /** Per step: in a slot. */
  readonly #running = new Map<string, number>()
  readonly #limits = new LimitWatch()
  #buffered = 0
  #reserved = 0
  #executing = 0
  #claiming: Promise<void> | undefined
  /** After a claim that failed. */
  #claimsAfter = 0
  #isOpen = false

  constructor(options: LaneOptions) {
    this.#options = options
    options.runtime.onFree(() => this.pump())
  }

  open(): void {
    this.#isOpen = true
    this.pump()
  }

  /** Takes no new work; gives what was claimed but not handed over, also by a claim on its way. */
  async close(): Promise<ClaimedRun[]> {
    this.#isOpen = false
    await this.#claiming
    const left = [...this.#buffer.values()].flat().map(({ run }) => run)
    this.#buffer.clear()
    this.#buffered = 0
    return left
  }

  wake(stepId: string): void {
    this.#backlog.add(stepId)
    this.#woken.add(stepId)
  }

  /** A run that was cancelled is not handed over any more. */
  drop(runId: string): void {
    for (const [stepId, line] of this.#buffer) {
      const at = line.findIndex(({ run }) => run.runId === runId)
      if (at === -1) continue
      line.splice(at, 1)
      if (line.length === 0) this.#buffer.delete(stepId)
      this.#buffered--
      this.#addPermit(stepId, -1)
    }
  }

  /** Gives up what it has claimed of a step that is paused by now, also by a claim on its way. */
  async withdraw(stepId: string): Promise<readonly ClaimedRun[]> {
    await this.#claiming
    const line = this.#buffer.get(stepId) ?? []
    this.#buffer.delete(stepId)
    this.#buffered -= line.length
    this.#addPermit(stepId, -line.length)
    return line.map(({ run }) => run)
  }

  /** A run of the step goes on in an app that was replaced, without a slot here. Gives what ends its permit. */
  hold(stepId: string): () => void {
    this.#addPermit(stepId, 1)
    return () => {
      this.#addPermit(stepId, -1)
      this.pump()
    }
  }

  /** Permits held, by step. */
  permitsOf(stepId: string): number {
    return this.#permits.get(stepId) ?? 0
  }

  /** Whether a run that is about to be inserted can be claimed with it; the answer yes holds a slot and a permit. */
  reserve(stepId: string): boolean {
    if (!this.#isOpen || this.#backlog.has(stepId) || this.#buffer.has(stepId)) return false
    if (this.#options.isPaused(stepId)) return false
    const free = this.#options.runtime.freeSlots() - this.#reserved - this.#buffered
    if (!this.#mayTake(stepId, free) || this.permitsOf(stepId) >= this.#options.concurrencyOf(stepId))
      return false
    this.#reserved++
    this.#addPermit(stepId, 1)
    return true
  }

  /** The insert is done: a run that was claimed with it, or nothing. */
  resolveReservation(stepId: string, claimed: ClaimedRun | undefined): void {
    this.#reserved--
    if (claimed) this.#hold({ run: claimed, limit: undefined })
    else this.#addPermit(stepId, -1)
  }

  /** A claimed run to execute when a slot is free. */
  take(run: ClaimedRun): void {
    const limit = this.#limits.waitOf(run.stepId, readyAtOf(run), this.#options.now())
    this.#addPermit(run.stepId, 1)
    this.#hold({ run, limit })
  }

  /** It has its permit. */
  #hold(held: HeldRun): void {
    const { stepId, isolated } = held.run
    if (isolated && this.#isOpen) {
      this.#execute(held)
      return
    }
    const line = this.#buffer.get(stepId)
    if (line) line.push(held)
    else this.#buffer.set(stepId, [held])
    this.#buffered++
  }

  pump(): void {
    if (!this.#isOpen) return
    this.#handOver()
    const { now, onError } = this.#options
    if (this.#claiming || this.#backlog.size === 0 || now() < this.#claimsAfter) return
    const wishes = this.#wish()
    if (wishes.length === 0) return
    const failed = (error: unknown) => {
      this.#claimsAfter = now() + CLAIM_RETRY_MS
      onError(error)
    }
    const done = () => {
      this.#claiming = undefined
      this.pump()
    }
    this.#claiming = this.#claim(wishes).catch(failed).then(done)
  }

  /** Buffered runs to free slots, a run of each step in turn. */
  #handOver(): void {
    let free = this.#buffered > 0 ? this.#options.runtime.freeSlots() : 0
    for (const [stepId, line] of this.#buffer) {
      if (free === 0) return
      if (!this.#mayTake(stepId, free)) continue
      const held = line.shift() as HeldRun
      this.#buffer.delete(stepId)
      if (line.length > 0) this.#buffer.set(stepId, line) // its next turn comes after the others'
      this.#buffered--
      free--
      this.#execute(held)
    }
  }

  /** The last slots are kept for steps that hold none, so that slow runs of one step cannot shut out another. */
  #mayTake(stepId: string, free: number): boolean {
    return free > reservedSlots(this.#options.runtime.slots()) || (free > 0 && !this.#running.has(stepId))
  }

  #execute({ run, limit }: HeldRun): void {
    if (!run.isolated) this.#countRunning(run.stepId, 1)
    const done = () => {
      if (!run.isolated) this.#countRunning(run.stepId, -1)
      this.#addPermit(run.stepId, -1)
      this.pump()
    }
    this.#options.execute(run, limit).then(done, (error) => {
      this.#options.onError(error)
      done()
    })
  }

  /** How many runs to claim, and of which steps. */
  #wish(): readonly ClaimWish[] {
    const { runtime } = this.#options
    const slots = runtime.slots()
    const free = runtime.freeSlots()
    const room = slots * HELD_PER_SLOT - (this.#executing + this.#buffered + this.#reserved)
    // Few at a time would cost a transaction each; an idle lane takes whatever there is.
    if (free === 0 && room < slots) return []
    // A free slot is always room: runs under way may wait for calls, and the reserve is for steps that hold nothing.
    return shareSlots(this.#loads(), Math.max(room, free - this.#reserved), slots)
  }

  async #claim(wishes: readonly ClaimWish[]): Promise<void> {
    const { runs, now } = this.#options
    this.#woken.clear()
    const claimed = await runs.claim(wishes, now())
    const counts = new Map<string, number>()
    for (const run of claimed) {
      addTo(counts, run.stepId, 1)
      this.take(run)
    }
    for (const { stepId, limit } of wishes) {
      this.#backlog.delete(stepId)
      const mayHaveMore = counts.get(stepId) === limit || this.#woken.has(stepId)
      if (mayHaveMore) this.#backlog.add(stepId) // at the end: the others' turns come first
    }
  }

  #countRunning(stepId: string, by: number): void {
    this.#executing += by
    addTo(this.#running, stepId, by)
  }

  #loads(): StepLoad[] {
    const isOpen = (stepId: string) => !this.#options.isPaused(stepId)
    return [...this.#backlog].filter(isOpen).map((stepId) => ({
      stepId,
      running: this.permitsOf(stepId),
      concurrency: this.#options.concurrencyOf(stepId),
    }))
  }

  #addPermit(stepId: string, by: number): void {
    const permits = addTo(this.#permits, stepId, by)
    const most = this.#options.concurrencyOf(stepId)
    const isFull = permits >= most
    if (isFull === permits - by >= most) return
    if (isFull) this.#limits.filled(stepId, this.#options.now())
    else this.#limits.freed(stepId, this.#options.now())
  }
}

/** Zeros are not kept. @returns how many it is now */
function addTo(counts: Map<string, number>, stepId: string, by: number): number {
  const next = (counts.get(stepId) ?? 0) + by
  if (next === 0) counts.delete(stepId)
  else counts.set(stepId, next)
  return next
}
