/** Part of the store's port: which steps are paused. Their runs are accepted, and wait. */

export interface PauseStore {
  /** Ids, in order. */
  list(): Promise<string[]>
  /** False if the step was paused already. */
  put(stepId: string, now: number): Promise<boolean>
  /** False if it was not. */
  remove(stepId: string): Promise<boolean>
}
