/**
 * What is read of a store besides what the engine needs: searches, descent, queues, state to look through. Another
 * process asks for it, the supervisor above all, and never the one that writes.
 */
import type { Json } from './json.ts'
import type { RunFilter, RunSummary } from './store.ts'

/** Looks for a text, case aside, in input, failure, reason and ids (run, trace) of the runs that the filter names. */
export interface RunSearch extends RunFilter {
  readonly text: string
  /** Hits as well, whatever they hold: runs whose log lines hold the text, say. */
  readonly orRunIds?: readonly string[]
}

/** A page of hits, newest first. Looking takes a bounded time: then the page ends early, and says so. */
export interface FoundRuns {
  readonly runs: readonly RunSummary[]
  /** How many runs this call looked through. */
  readonly lookedThrough: number
  /** False: there are older runs that were not looked through. */
  readonly isComplete: boolean
  /** Pass as `before` to go on; absent when complete. Need not be a hit. */
  readonly before?: string
}

/** Runs of one step that led to runs of another. */
export interface StepEdge {
  readonly from: string
  readonly to: string
  /** `trigger`, `topic:<name>`, `onError` … */
  readonly cause: string
  readonly count: number
  readonly lastAt: number
}

/** Edges among the latest runs, and how many of these were looked at. */
export interface SeenEdges {
  readonly edges: readonly StepEdge[]
  readonly lookedAt: number
}

/** Since when the oldest queued run of a step could begin. */
export interface OldestQueued {
  readonly stepId: string
  readonly at: number
}

export interface StateGroup {
  readonly group: string
  readonly keys: number
}

export interface StateFilter {
  readonly group: string
  /** Looked for in keys and values, case aside. */
  readonly text?: string
  /** Keys behind this one. */
  readonly after?: string
  readonly limit: number
}

export interface ListedItem {
  readonly key: string
  readonly version: number
  readonly bytes: number
  /** Absent where it is too long for a list. */
  readonly value?: Json
}

/** By key. `after` is there if looking further may find more. */
export interface StatePage {
  readonly items: readonly ListedItem[]
  readonly after?: string
}
