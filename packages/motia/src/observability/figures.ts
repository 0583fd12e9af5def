/**
 * Figures over time as they are read back, and what they are asked by: part of the port in records.ts. An execution is
 * an answered request of an api step, or a durable run that succeeded, failed or was quarantined.
 */

export interface FiguresFilter {
  readonly from: number
  readonly to: number
  /** A multiple of 5 s; of 1 min, and of 15 min, for what is older than 15 min, and than a day. */
  readonly bucketMs: number
  readonly stepId?: string
}

/** What was counted within the buckets that cover the time asked for; the last one may not be over. */
export interface FiguresRecord {
  /** Begin of the first bucket. */
  readonly from: number
  /** End of the last bucket. */
  readonly to: number
  readonly bucketMs: number
  /** Of all steps together, or of the one asked for. */
  readonly total: Figures
  /** Oldest first, without gaps. */
  readonly series: readonly FiguresPoint[]
  /** Steps that executed, by id. */
  readonly steps: readonly StepFigures[]
}

export interface Figures {
  readonly executions: number
  /** Runs that failed or were quarantined, requests answered with 5xx. */
  readonly failed: number
  /** Attempts that failed and were tried again. */
  readonly retried: number
  /** 0 to 1; absent without executions. */
  readonly successRate?: number
  /** Of requests and attempts; absent where nothing was counted. */
  readonly duration?: Durations
  /** From when a run could begin until its first attempt did; absent where no run began. */
  readonly wait?: Durations
}

export interface FiguresPoint extends Figures {
  /** The bucket's begin. */
  readonly at: number
}

export interface StepFigures extends Figures {
  readonly stepId: string
}

/** Percentiles are estimated, off by less than a quarter (buckets.ts). */
export interface Durations {
  readonly meanMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}

/** How many of the answered requests have a span. */
export interface RequestCounts {
  readonly kept: number
  readonly of: number
}
