/** Time as it is passed in: the system's, or that of a test, which moves when the test says so. */

/** Calls back once, after so many milliseconds or somewhat earlier. @returns what cancels it */
export type SetTimer = (callback: () => void, ms: number) => () => void
