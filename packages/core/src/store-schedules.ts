/** Part of the store's port: when each cron step is due next. */

export interface ScheduleStore {
  list(): Promise<ScheduleRecord[]>
  /** Adds or replaces; a firing tick advances it through `Commit.tick`. */
  put(record: ScheduleRecord): Promise<void>
  remove(stepId: string): Promise<void>
}

export interface ScheduleRecord {
  readonly stepId: string
  /** Expression and timezone; when it changes, `nextAt` is computed anew. */
  readonly fingerprint: string
  readonly nextAt: number | null
  readonly lastAt: number | null
}
