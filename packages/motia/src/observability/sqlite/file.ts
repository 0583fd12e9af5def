/**
 * The telemetry file: written by the supervisor process only, in batches, bounded by age and size. It never stops the
 * supervisor: a damaged file is set aside and begun anew, what cannot be written is dropped and said.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { MINUTE_MS, SECOND_MS } from '@motia/core/duration'
import type { TelemetryEvent } from '@motia/core/events'
import { redactEvent } from '../redact.ts'
import { setAside } from './aside.ts'
import { isUnusable } from './connection.ts'
import type { Reports } from './ledger.ts'
import { transactionBytesOf } from './room.ts'
import { type Entry, toEntry } from './rows.ts'
import { openTables, type Tables } from './tables.ts'

export interface TelemetryFileOptions {
  readonly path: string
  readonly maxAgeMs: number
  /** Of the file and its write-ahead log together. */
  readonly maxBytes: number
  readonly now?: () => number
  /** Told why the file was set aside or cannot be written; a cause at most once a minute. */
  readonly warn?: (message: string) => void
}

const PRUNE_EVERY_MS = MINUTE_MS
const WARN_EVERY_MS = MINUTE_MS
/** Lines come in batches, and are found without the index too. */
const INDEX_AFTER_MS = 200
/** How many times as long as a slice took its rest is: under a flood a tenth of a core, some 3,000 lines a second. */
const INDEX_REST = 9
const REOPEN_AFTER_MS = 10 * SECOND_MS

export function openTelemetryFile(options: TelemetryFileOptions): TelemetryFile {
  return new TelemetryFile(options)
}

export class TelemetryFile {
  readonly #options: Required<TelemetryFileOptions>
  readonly #transactionBytes: number
  readonly #reports: Reports = new Map()
  #tables: Tables | undefined
  #isClosed = false
  #reopenAt = 0
  #pruneAt = 0
  #warnedAt = new Map<string, number>()
  #dropped = 0
  #indexTimer: NodeJS.Timeout | undefined

  constructor(options: TelemetryFileOptions) {
    const defaults = { now: Date.now, warn: () => {} }
    this.#options = { ...defaults, ...options }
    this.#transactionBytes = transactionBytesOf(this.#options.maxBytes)
    this.#tables = this.#open()
  }

  /** Stores the batch, without secrets; never throws. Prunes now and then. */
  write(batch: readonly TelemetryEvent[]): void {
    const now = this.#options.now()
    const entries = batch.map((event) => toEntry(redactEvent(event), now))
    for (const part of splitBySize(entries, this.#transactionBytes)) {
      const isStored = this.#attempt('written to', (tables) => {
        tables.store(part, now)
        return true
      })
      if (!isStored) this.#dropped += part.length
    }
    if (now >= this.#pruneAt) this.prune()
    if (entries.some(({ table }) => table === 'logs')) this.#indexIn(INDEX_AFTER_MS)
  }

  /** Deletes some of what is too old; true if there is more. Never throws. */
  prune(): boolean {
    const now = this.#options.now()
    const hasMore = this.#attempt('pruned', (tables) => tables.prune(now)) ?? false
    this.#pruneAt = hasMore ? now : now + PRUNE_EVERY_MS
    return hasMore
  }

  /** Indexes the words of some lines, which happens by itself soon after they came; true if there are more. */
  index(): boolean {
    return this.#attempt('indexed', (tables) => tables.index()) ?? false
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#indexTimer)
    this.#shut()
  }

  /** Events that could not be stored. */
  dropped(): number {
    return this.#dropped
  }

  #indexIn(delayMs: number): void {
    if (this.#isClosed) return
    this.#indexTimer ??= setTimeout(() => {
      this.#indexTimer = undefined
      const beganAt = performance.now()
      // Most of the time is for what comes in, and for those who look.
      if (this.index()) this.#indexIn((performance.now() - beganAt) * INDEX_REST)
    }, delayMs).unref()
  }

  /** Does it, and once more if the file turned out to be unusable and was begun anew. */
  #attempt<T>(verb: string, action: (tables: Tables) => T): T | undefined {
    for (let tries = 0; tries < 2; tries++) {
      this.#tables ??= this.#open()
      if (this.#tables === undefined) return undefined
      try {
        return action(this.#tables)
      } catch (error) {
        if (!isUnusable(error)) {
          this.#warn(`cannot be ${verb}`, error)
          return undefined
        }
        this.#tables = this.#beginAnew(error)
      }
    }
    return undefined
  }

  #open(): Tables | undefined {
    const { path, now } = this.#options
    if (this.#isClosed || now() < this.#reopenAt) return undefined
    try {
      mkdirSync(dirname(path), { recursive: true })
      return openTables(path, this.#options, this.#reports)
    } catch (error) {
      if (isUnusable(error)) return this.#beginAnew(error)
      return this.#giveUp('cannot be opened', error)
    }
  }

  #beginAnew(cause: unknown): Tables | undefined {
    const { path, now } = this.#options
    this.#shut()
    try {
      const aside = setAside(path, now())
      this.#tables = openTables(path, this.#options, this.#reports)
      // Last, because who is warned may record the warning here.
      this.#warn(`was unusable, is kept as ${aside} and begun anew`, cause)
      return this.#tables
    } catch (error) {
      return this.#giveUp('is unusable and cannot be begun anew', error)
    }
  }

  #giveUp(what: string, error: unknown): undefined {
    this.#reopenAt = this.#options.now() + REOPEN_AFTER_MS
    this.#warn(what, error)
  }

  #shut(): void {
    try {
      this.#tables?.close()
    } catch {
      // Of a damaged file: it is given up in any case.
    }
    this.#tables = undefined
  }

  #warn(what: string, error: unknown): void {
    const { now, warn, path } = this.#options
    if (now() < (this.#warnedAt.get(what) ?? -Infinity) + WARN_EVERY_MS) return
    this.#warnedAt.set(what, now())
    warn(`the telemetry file ${path} ${what}: ${(error as Error).message}`)
  }
}

/** Parts of about that many bytes; an entry that is larger has one of its own. */
function splitBySize(entries: readonly Entry[], maxBytes: number): Entry[][] {
  const parts: Entry[][] = []
  let bytes = Infinity
  for (const entry of entries) {
    if (bytes + entry.bytes > maxBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(entry)
    bytes += entry.bytes
  }
  return parts
}
