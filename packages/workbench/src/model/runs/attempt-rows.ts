/**
 * The attempts of a run: those that were seen, those that the store keeps, and what a run that succeeded tells of its
 * last one. Pure; panels/run lists them.
 */
import type { Failure } from '@motia/core/failure'
import type { WireRunDetail } from 'motia/workbench/wire/runs'

export interface AttemptRow {
  readonly key: string
  readonly attempt: number
  readonly outcome: 'succeeded' | 'failed' | 'scheduled' | 'lost' | 'conflict' | 'timeout' | 'validation'
  readonly startedAt: number
  readonly durationMs: number
  /** From when it could begin; where that is not known, from acceptance, or from the end of the attempt before. */
  readonly waitedMs: number
  /** Of that, what the step's limit was the cause of. */
  readonly limitMs?: number
  readonly commitMs?: number
  readonly failure?: Failure
}

type Detail = Pick<WireRunDetail, 'run' | 'attempts' | 'failures'>

/** Oldest first. */
export function toAttemptRows(detail: Detail): AttemptRow[] {
  const rows = [...fromSpans(detail), ...fromFailures(detail), ...fromRun(detail)]
  const byBegin = new Map<number, Unwaited>()
  for (const row of rows) if (!hasNear(byBegin, row.startedAt)) byBegin.set(row.startedAt, row)
  const inOrder = [...byBegin.values()].sort((a, b) => a.startedAt - b.startedAt)
  let free = detail.run?.createdAt ?? inOrder[0]?.startedAt ?? 0
  return inOrder.map((row) => {
    const waitedMs = row.waitedMs ?? Math.max(0, row.startedAt - free)
    free = row.startedAt + row.durationMs
    return { ...row, waitedMs, key: String(row.startedAt) }
  })
}

type Unwaited = Omit<AttemptRow, 'key' | 'waitedMs'> & { readonly waitedMs?: number }

/** Spans and store tell the same time, give or take how it was rounded. */
function hasNear(rows: ReadonlyMap<number, unknown>, at: number): boolean {
  const whole = Math.round(at)
  return [...rows.keys()].some((known) => Math.abs(known - whole) <= 1)
}

function fromSpans({ attempts }: Detail): Unwaited[] {
  return attempts.map(({ attempt, status, reason, startedAt, durationMs, failure, phases = [] }) => ({
    attempt,
    outcome: status === 'failed' && (reason === 'timeout' || reason === 'validation') ? reason : status,
    startedAt,
    durationMs,
    ...(failure && { failure }),
    ...fromPhases(phases),
  }))
}

function fromPhases(phases: NonNullable<Detail['attempts'][number]['phases']>) {
  if (phases.length === 0) return {}
  const msOf = (...names: readonly string[]) =>
    phases.reduce((sum, { name, durationMs }) => sum + (names.includes(name) ? durationMs : 0), 0)
  const [limitMs, commit] = [msOf('limit'), phases.find(({ name }) => name === 'commit')]
  return {
    waitedMs: msOf('queue', 'limit'),
    ...(limitMs > 0 && { limitMs }),
    ...(commit && { commitMs: commit.durationMs }),
  }
}

function fromFailures({ failures }: Detail): Unwaited[] {
  return failures.map(({ attempt, outcome, startedAt, finishedAt, failure }) => ({
    attempt,
    outcome: OUTCOMES[outcome],
    startedAt,
    durationMs: finishedAt - startedAt,
    failure,
  }))
}

const OUTCOMES = {
  error: 'failed',
  'non-retryable': 'failed',
  timeout: 'timeout',
  validation: 'validation',
  lost: 'lost',
  alone: 'lost',
  conflict: 'conflict',
} as const

function fromRun({ run }: Detail): Unwaited[] {
  if (run?.status !== 'succeeded' || run.startedAt === null || run.finishedAt === null) return []
  const { startedAt, finishedAt, attemptsUsed } = run
  return [{ attempt: attemptsUsed, outcome: 'succeeded', startedAt, durationMs: finishedAt - startedAt }]
}
