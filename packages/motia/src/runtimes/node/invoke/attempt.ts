/**
 * One attempt as the process that executes it sees it: facts, deadline, and the effects that its handler asked for so
 * far. invoke.ts opens and closes it; the context's abilities (state.ts, trigger.ts) add to it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Effects,
  type GroupRead,
  type KeyRead,
  NO_EFFECTS,
  type StateWrite,
  type TriggerRequest,
} from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import type { AttemptServices } from '@motia/core/runtime'

/** The attempt whose code is running now, wherever in it that is. */
export const currentAttempt = new AsyncLocalStorage<Attempt>()

export interface AttemptFacts {
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  /** 1 for the first. */
  readonly attempt: number
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** `succeeded`: what still runs on may trigger, at once. `closed`: it may not (failure, timeout, cancel). */
type Phase = 'open' | 'succeeded' | 'closed'

/** How far an attempt's effects had come. */
export interface EffectsMark {
  readonly triggers: number
  readonly writes: number
}

export class Attempt {
  readonly facts: AttemptFacts
  readonly services: AttemptServices
  readonly startedAt: number
  phase: Phase = 'open'
  /** Its place among the attempts whose deadlines are watched, and what to tell: deadlines.ts alone writes these. */
  onDeadline: ((error: Error) => void) | undefined
  watchedBefore: Attempt | undefined
  watchedAfter: Attempt | undefined
  /** What its answer is being made of has to be closed: told when the attempt is cut off. */
  onCutOff: (() => void) | undefined
  /** Rises with each commit of a part of its effects: an answer in pieces has two. */
  part = 0
  #triggers: TriggerRequest[] | undefined
  #writes: StateWrite[] | undefined
  #reads: Map<string, KeyRead> | undefined
  #groupReads: Map<string, GroupRead> | undefined
  #ordinals: Map<string, number> | undefined
  #abort: AbortController | undefined
  #reason: Error | undefined
  #warnedLate = false

  constructor(facts: AttemptFacts, services: AttemptServices, startedAt = Date.now()) {
    this.facts = facts
    this.startedAt = startedAt
    this.services = services
  }

  /** Made when first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.phase === 'closed') this.#abort.abort(this.#reason)
    return this.#abort.signal
  }

  /**
   * Ends the attempt for its handler: the signal aborts, the context takes nothing more. Listeners run within the
   * attempt, so that what they log and print is its own.
   */
  cutOff(reason: Error): void {
    this.phase = 'closed'
    this.#reason = reason
    currentAttempt.run(this, () => {
      this.#abort?.abort(reason)
      this.onCutOff?.()
    })
  }

  /** @throws `MOTIA_CONTEXT_CLOSED` unless the handler is still running */
  assertOpen(): void {
    if (this.phase !== 'open') throw this.closedError()
  }

  closedError(): Error {
    return motiaError('MOTIA_CONTEXT_CLOSED', { stepId: this.facts.stepId, runId: this.facts.runId })
  }

  /** True the first time, for the one warning about work left over after a success. */
  isFirstLate(): boolean {
    const first = !this.#warnedLate
    this.#warnedLate = true
    return first
  }

  stage(request: TriggerRequest): void {
    this.#triggers ??= []
    this.#triggers.push(request)
  }

  write(write: StateWrite): void {
    this.assertOpen()
    this.#writes ??= []
    this.#writes.push(write)
  }

  /** The writes so far, for reads to see them. */
  get writes(): readonly StateWrite[] {
    return this.#writes ?? NO_EFFECTS.writes
  }

  /** The first read of a key is what the commit checks. */
  noteRead(read: KeyRead): void {
    this.#reads ??= new Map()
    const name = `${read.group}\0${read.key}`
    if (!this.#reads.has(name)) this.#reads.set(name, read)
  }

  noteGroupRead(read: GroupRead): void {
    this.#groupReads ??= new Map()
    if (!this.#groupReads.has(read.group)) this.#groupReads.set(read.group, read)
  }

  /** Counts the now-sends of a target, so that the same one of a later attempt is recognised. */
  nextOrdinal(target: string): number {
    this.#ordinals ??= new Map()
    const ordinal = (this.#ordinals.get(target) ?? 0) + 1
    this.#ordinals.set(target, ordinal)
    return ordinal
  }

  /** Whether there is anything to commit. */
  hasEffects(): boolean {
    return this.#triggers !== undefined || this.#writes !== undefined
  }

  /** What a worker collected for the attempt. */
  absorb({ triggers, writes, reads, groupReads }: Effects): void {
    if (triggers.length > 0) this.#triggers = [...(this.#triggers ?? []), ...triggers]
    if (writes.length > 0) this.#writes = [...(this.#writes ?? []), ...writes]
    for (const read of reads) this.noteRead(read)
    for (const read of groupReads) this.noteGroupRead(read)
  }

  /** The place that `rewind` goes back to. */
  mark(): EffectsMark {
    return { triggers: this.#triggers?.length ?? 0, writes: this.#writes?.length ?? 0 }
  }

  /** Forgets what was asked for since. What was read stays so: whoever goes on may have been told of it. */
  rewind({ triggers, writes }: EffectsMark): void {
    this.#triggers = triggers === 0 ? undefined : this.#triggers?.slice(0, triggers)
    this.#writes = writes === 0 ? undefined : this.#writes?.slice(0, writes)
  }

  /** The effects so far, to be committed now; what follows is a part of its own. */
  takeEffects(): Effects {
    const effects = this.effects()
    this.part++
    this.#triggers = undefined
    this.#writes = undefined
    this.#reads = undefined
    this.#groupReads = undefined
    return effects
  }

  effects(): Effects {
    if (!this.hasEffects()) return NO_EFFECTS
    return {
      triggers: this.#triggers ?? NO_EFFECTS.triggers,
      writes: this.#writes ?? NO_EFFECTS.writes,
      reads: this.#reads ? [...this.#reads.values()] : NO_EFFECTS.reads,
      groupReads: this.#groupReads ? [...this.#groupReads.values()] : NO_EFFECTS.groupReads,
    }
  }
}
