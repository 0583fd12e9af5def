/** What a case of the check is. The files in cases/ make lists of them; check.ts runs them, report.ts words them. */
import type { Lab } from './lab.ts'

/** What a worker may lack: `--without` skips the cases that need it. */
export const POWERS = ['api', 'streams', 'threads', 'prints', 'scan', 'setup'] as const
export type Power = (typeof POWERS)[number]

export interface WorkerCase {
  /** A sentence about the worker. */
  readonly name: string
  /** What docs/protocol.md asks for, in its words or nearly. */
  readonly asks: string
  readonly needs?: readonly Power[]
  /** Throws `Wrong` if the worker does not do it. */
  check(lab: Lab): Promise<void>
}

export interface Theme {
  readonly title: string
  readonly cases: readonly WorkerCase[]
}
