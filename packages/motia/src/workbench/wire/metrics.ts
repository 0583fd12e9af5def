/** Wire of figures over time. An execution is an answered request of an api step, or an ended run of any other. */

export type WireWindow = '5m' | '1h' | '24h' | '7d'

/** `GET /api/v1/metrics?window=&step=`. */
export interface WireMetrics {
  readonly window: WireWindow
  readonly from: number
  readonly to: number
  readonly bucketMs: number
  /** Of all steps together, or of the one asked for. */
  readonly total: WireFigures
  /** Oldest first, without gaps. */
  readonly series: readonly WirePoint[]
  /** Steps that executed within the window, by id. */
  readonly steps: readonly WireStepFigures[]
}

export interface WireFigures {
  readonly executions: number
  /** Ended with failure or quarantine, answered with 5xx. */
  readonly failed: number
  /** Attempts that failed and were tried again. */
  readonly retried: number
  /** 0 to 1; absent without executions. */
  readonly successRate?: number
  /** Of executing: attempts, requests. Estimated from a histogram. Absent without executions. */
  readonly duration?: WirePercentiles
  /** From when a run could begin until its first attempt did. Absent for api steps. */
  readonly wait?: WirePercentiles
}

export interface WirePercentiles {
  readonly meanMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}

export interface WireStepFigures extends WireFigures {
  readonly stepId: string
}

/** One bucket; `at` is its begin. */
export interface WirePoint extends WireFigures {
  readonly at: number
}
