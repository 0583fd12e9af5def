/** Wire of what waits: queues and schedules. */

/** `GET /api/v1/queues`: every step that runs durably, the fullest first. */
export type WireQueues = readonly WireQueue[]

export interface WireQueue {
  readonly stepId: string
  readonly isPaused: boolean
  /** For other runs (`after`). */
  readonly waiting: number
  /** Delayed, or between attempts. */
  readonly scheduled: number
  /** Could begin. */
  readonly queued: number
  readonly running: number
  /** Since when the oldest queued one could begin. */
  readonly oldestQueuedAt: number | null
  /** At most so many at a time, if the step limits it. */
  readonly concurrency?: number
  /** Why queued runs do not begin, if there is a reason. */
  readonly heldBecause?: 'paused' | 'not-loaded' | 'step-missing' | 'concurrency' | 'app-down'
}

/** `GET /api/v1/schedules`, the next one first. */
export type WireSchedules = readonly WireSchedule[]

export interface WireSchedule {
  readonly stepId: string
  /** The expression, and what it means there. */
  readonly schedule: string
  readonly timezone?: string
  readonly isPaused: boolean
  readonly nextAt: number | null
  /** The next five. */
  readonly next: readonly number[]
  readonly lastAt: number | null
  readonly lastRun?: { readonly runId: string; readonly status: string }
}

/** Body of `POST /api/v1/commands/pause` and `/resume`: of a cron step no time fires, of any no run begins. */
export interface WireStepCommand {
  readonly stepId: string
}
