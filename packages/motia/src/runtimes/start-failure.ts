/**
 * Workers that end before they can take work: what to tell the project's author, and when another may be tried. Pure;
 * start-gate.ts and pool.ts ask.
 */
import type { Language, Mistake } from '@motia/core/descriptor'

/** How a worker's process ended. */
export interface WorkerEnd {
  /** In words, for telemetry. */
  readonly cause: string
  readonly exitCode?: number
  /** It could not be spawned: the system's code for why. */
  readonly spawnError?: string
  /** Lines that it wrote to stderr while it started, the last ones. */
  readonly lastWords: readonly string[]
}

/** A worker exits with it if the language's version is too old; what it wrote says so. */
const TOO_OLD = 78
/** Nothing that the project's author can change while the app lives. */
const FINAL_SPAWN_ERRORS: readonly (string | undefined)[] = ['ENOENT', 'EACCES', 'ENOEXEC', 'ENOTDIR']
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000
const LAST_LINES = 5
const LAST_CHARS = 500

/** Another try would fare no better. */
export function isFinal({ exitCode, spawnError }: WorkerEnd): boolean {
  return exitCode === TOO_OLD || FINAL_SPAWN_ERRORS.includes(spawnError)
}

/** How long to wait after so many deaths in a row, from 1. */
export function waitAfterDeaths(deaths: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (deaths - 1))
}

/** For whoever waits for the steps. It belongs to no file: which one ended the process is not known. */
export function toStartMistake(language: Language, end: WorkerEnd): Mistake {
  const { cause, exitCode, spawnError, lastWords } = end
  const words = toText(lastWords)
  if (spawnError !== undefined) return { file: '', message: `the ${language} worker ${cause}` }
  if (exitCode === TOO_OLD && words !== '') return { file: '', message: words }
  const message = `the ${language} worker ended while it loaded the project (${cause})`
  const advice = 'Look for a call that exits, or a crash, in the top level of a step file.'
  return { file: '', message, hint: words === '' ? advice : `It last wrote:\n${words}` }
}

/** For a language whose command could not even be found out. */
export function toLaunchMistake(error: unknown): Mistake {
  const { message, hint } = error as { message?: unknown; hint?: unknown }
  return { file: '', message: String(message ?? error), ...(typeof hint === 'string' && { hint }) }
}

function toText(lines: readonly string[]): string {
  const text = lines.slice(-LAST_LINES).join('\n').trim()
  return text.length > LAST_CHARS ? `…${text.slice(1 - LAST_CHARS)}` : text
}
