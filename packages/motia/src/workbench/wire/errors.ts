/** Wire of errors: failures of the same kind together. */
import type { Failure } from '@motia/core/failure'
import type { WireFrame } from './app.ts'
import type { WireWindow } from './metrics.ts'
import type { WireRunRow } from './runs.ts'

/** `GET /api/v1/errors?window=&step=&limit=`, the kind seen last first. */
export interface WireErrors {
  readonly window: WireWindow
  readonly groups: readonly WireErrorGroup[]
}

/** Failures of a step that differ in figures and ids only. */
export interface WireErrorGroup {
  readonly fingerprint: string
  readonly stepId: string
  /** Of all attempts and requests that failed so. */
  readonly count: number
  /** How many of them were a run's last: the others were tried again. */
  readonly final: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastRunId: string
  readonly lastTraceId: string
  readonly failure: Failure
  /** How many in each 24th of the window, oldest first. */
  readonly trend: readonly number[]
}

/** `GET /api/v1/errors/:fingerprint?window=`. */
export interface WireErrorDetail extends WireErrorGroup {
  /** Of the project's own files in the stack, innermost first. */
  readonly frames: readonly WireFrame[]
  /** Affected ones as they are now, newest first, at most 200. */
  readonly runs: readonly WireRunRow[]
}
