/** What a check of `motia doctor` finds: one thing each, said in a line, with the way to mend it. */
import type { Config } from '../../config/config.ts'

export interface Finding {
  /** `warning`: it works, but not well, or not for long. */
  readonly status: 'ok' | 'warning' | 'error'
  readonly what: string
  /** What to do about it. */
  readonly fix?: string
}

/** What checks look at. */
export interface Patient {
  readonly root: string
  readonly config: Config
  readonly env: NodeJS.ProcessEnv
  /** Of the Motia that looks. */
  readonly version: string
}

/** Looks at one thing. What it throws is a finding too: doctor.ts sees to it. */
export type Check = (patient: Patient) => Promise<readonly Finding[]> | readonly Finding[]

/** All is well. */
export function ok(what: string): Finding {
  return { status: 'ok', what }
}

/** It works, but. */
export function warning(what: string, fix: string): Finding {
  return { status: 'warning', what, fix }
}

/** It cannot work. */
export function failing(what: string, fix: string): Finding {
  return { status: 'error', what, fix }
}
