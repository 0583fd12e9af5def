/** Ids as people are shown them. The terminal's words and the command line's tables call it. */
import { toLine } from './terminal-text.ts'

/** The end of an id, since ids begin with the time: what tells two of the same minute apart. */
export function shortId(id: string): string {
  return toLine(String(id).slice(-8))
}

/** Why a run ended, on one line: of one that was cancelled with the run that it waited for, the store gives only the id. */
export function wordEndReason(reason: string): string {
  const [, runId] = /^after:(\w+)$/.exec(reason) ?? []
  return runId === undefined ? toLine(reason) : `waited for run ${shortId(runId)}`
}
