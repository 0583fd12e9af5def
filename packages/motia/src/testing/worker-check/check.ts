/** Runs the cases against a worker, one after another. cli/check-worker.ts calls it; so do the tests of our own workers. */
import type { Power, WorkerCase } from './case.ts'
import { THEMES } from './cases.ts'
import { Wrong } from './expect.ts'
import { Lab, type Subject } from './lab.ts'

export interface CheckRequest extends Subject {
  /** What the worker lacks: the cases that need it are skipped. */
  readonly without: readonly Power[]
  /** Only the cases whose theme or name holds these words. */
  readonly only?: string
  /** Ends it early, with every process that it started. */
  readonly signal?: AbortSignal
}

export interface CaseResult {
  readonly theme: string
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly ms: number
  readonly failure?: CaseFailure
}

export interface CaseFailure {
  /** What is not as it should be. */
  readonly wrong: string
  /** What the page asks for. */
  readonly asks: string
  /** What was sent (→), came (←) and was printed (│), the last of it. */
  readonly journal: readonly string[]
}

const JOURNAL_LINES = 12

/** @param onResult is told of each case as it ends */
export async function checkWorker(
  request: CheckRequest,
  onResult: (result: CaseResult) => void = () => {},
): Promise<CaseResult[]> {
  const lab = new Lab(request)
  const without = request.setup === undefined ? [...request.without, 'setup'] : request.without
  const results: CaseResult[] = []
  request.signal?.addEventListener('abort', () => lab.close(true))
  for (const { title, cases } of THEMES) {
    for (const each of cases) {
      if (!`${title} ${each.name}`.includes(request.only ?? '')) continue
      const isSkipped = each.needs?.some((power) => without.includes(power))
      const outcome = isSkipped ? ({ status: 'skipped', ms: 0 } as const) : await runCase(each, lab)
      if (request.signal?.aborted) return results
      const result = { theme: title, name: each.name, ...outcome }
      results.push(result)
      onResult(result)
    }
  }
  lab.close(true)
  return results
}

async function runCase({ asks, check }: WorkerCase, lab: Lab) {
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  try {
    await check(lab)
    lab.close(false)
    return { status: 'passed', ms: took() } as const
  } catch (error) {
    const failure = { wrong: toWords(error), asks, journal: lab.journal.slice(-JOURNAL_LINES) }
    lab.close(true)
    return { status: 'failed', ms: took(), failure } as const
  }
}

/** A case that stumbles over what came has found something wrong as well. */
function toWords(error: unknown): string {
  if (error instanceof Wrong) return error.message
  return `what came could not be understood: ${error instanceof Error ? error.message : String(error)}`
}
