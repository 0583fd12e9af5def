/** Replies of the thread, completed with what the asking side knew all along, as results of the port. */
import type { Json } from '@motia/core/json'
import type { AcceptedRun, Backlog, ClaimedRun, Commit, CommitResult, NewRun } from '@motia/core/store'
import { isInline } from './payloads.ts'
import type { AcceptedReply, ClaimReply, ClaimRow, CommitReply, PlainEnd } from './verbs.ts'

const NO_BACKLOG: Backlog = { stepIds: [] }
const FENCED: CommitResult = { status: 'fenced' }
const DONE: CommitResult = { status: 'committed', accepted: [], ended: [], backlog: NO_BACKLOG }

export function toCommitResult(reply: CommitReply, commit: Commit): CommitResult {
  if (reply === 'done') return DONE
  if (reply === 'fenced') return FENCED
  if (reply.status === 'conflict' || reply.status === 'answered') return reply
  const { status, accepted = [], ended = [], backlog = NO_BACKLOG, repeated } = reply
  return {
    status,
    accepted: accepted.map((run, index) => toAcceptedRun(run, commit.accepts?.[index], commit.now)),
    ended,
    backlog,
    ...(repeated && { repeated }),
  }
}

/** The commit as a plain end, if it is nothing but that. */
export function toPlainEnd(commit: Commit): PlainEnd | undefined {
  const { attempt, now, accepts, writes, unrouted } = commit
  if (attempt?.end.status !== 'succeeded' || commit.inline || commit.tick || commit.once) return undefined
  if (accepts?.length || writes?.length || unrouted?.length || !isInline(attempt.end.result)) return undefined
  const { runId, ref, epoch, startedAt, end } = attempt
  return [runId, ref, epoch, startedAt, now, end.result]
}

export function toClaimedRuns(replies: readonly ClaimReply[]): ClaimedRun[] {
  return replies.flatMap(({ stepId, rows, longInputs }) => {
    const inputs = new Map(longInputs)
    return (JSON.parse(`[${rows}]`) as ClaimRow[])
      .sort(byRef)
      .map((row) => toClaimedRun(stepId, row, row[9] ?? inputs.get(row[0]) ?? 'null'))
  })
}

function toClaimedRun(stepId: string, row: ClaimRow, input: Json): ClaimedRun {
  const [ref, runId, traceId, parentRunId, epoch, attemptsUsed, conflicts, strikes, isolated] = row
  const counters = { epoch: epoch + 1, attemptsUsed, conflicts, strikes, isolated: isolated === 1 }
  return { runId, ref, stepId, traceId, parentRunId, ...counters, input, createdAt: row[10], dueAt: row[11] }
}

/** SQL promises no order within an aggregate. */
function byRef([a]: ClaimRow, [b]: ClaimRow): number {
  return a - b
}

function toAcceptedRun({ ref, ...run }: AcceptedReply, asked: NewRun | undefined, now: number): AcceptedRun {
  if (ref === undefined || !asked) return run
  const claimed: ClaimedRun = {
    runId: run.runId,
    ref,
    stepId: run.stepId,
    traceId: asked.traceId,
    parentRunId: asked.parentRunId ?? null,
    epoch: 1,
    attemptsUsed: 0,
    conflicts: 0,
    strikes: 0,
    isolated: false,
    input: asked.input,
    createdAt: now,
  }
  return { ...run, claimed }
}
