/**
 * The one way in (`RunStore.commit`): ends an attempt, checks what was read, writes state, accepts runs, advances a
 * schedule. Nothing is written before every check has passed; what throws is undone by the batch.
 */
import type { Commit } from '@motia/core/store'
import type { Answers } from './answers.ts'
import { createAttemptLog } from './attempts.ts'
import { type Changes, createChanges, toBacklog } from './changes.ts'
import { createAccept } from './runs-accept.ts'
import type { After } from './runs-after.ts'
import { createEnd } from './runs-end.ts'
import type { Schedules } from './schedules.ts'
import { createSends } from './sends.ts'
import type { StateWriter } from './state-write.ts'
import type { Tables } from './tables.ts'
import { createUnrouted } from './unrouted.ts'
import type { AcceptedReply, CommitReply } from './verbs.ts'

export interface CommitParts {
  readonly after: After
  readonly state: StateWriter
  readonly schedules: Schedules
  readonly answers: Answers
}

export function createCommit(tables: Tables, { after, state, schedules, answers }: CommitParts) {
  const accept = createAccept(tables, after)
  const end = createEnd(tables, after, createAttemptLog(tables.db))
  const sends = createSends(tables.db)
  const unrouted = createUnrouted(tables.db)

  /** Why the commit may not happen. Reads matter only to a commit that writes. */
  const refuse = ({ attempt, tick, writes, reads, groupReads }: Commit): CommitReply | undefined => {
    if (tick && !schedules.expects(tick)) return 'fenced'
    if (!writes?.length || !(reads?.length || groupReads?.length)) return undefined
    if (attempt && !end.isCurrent(attempt)) return 'fenced'
    const where = state.findConflict(reads ?? [], groupReads ?? [])
    return where === undefined ? undefined : { status: 'conflict', where }
  }

  const acceptAll = ({ accepts, now }: Commit, changes: Changes): AcceptedReply[] => {
    const aliases = new Map<string, string>()
    return (accepts ?? []).map((run) => accept.accept(run, now, aliases, changes))
  }

  /** Past every check but the attempt's fence, which costs nothing as part of its end. */
  const write = (commit: Commit, changes: Changes): AcceptedReply[] | 'fenced' => {
    const { attempt, tick, writes, inline, once, now } = commit
    if (attempt && !end.end(attempt, now, changes)) return 'fenced'
    if (tick) schedules.advance(tick)
    if (writes) state.write(writes)
    if (inline) accept.acceptEnded(inline, now)
    const accepted = acceptAll(commit, changes)
    if (once) sends.put(once, accepted, now)
    if (commit.unrouted) unrouted.note(commit.unrouted, now)
    if (commit.answer) answers.put(commit.answer, now)
    return accepted
  }

  return (commit: Commit): CommitReply => {
    tables.sawNow(commit.now)
    const repeated = commit.once && sends.find(commit.once)
    if (repeated) {
      const { accepted, samePayload } = repeated
      return { status: 'committed', accepted, repeated: { samePayload } }
    }
    const answer = commit.answer && answers.find(commit.answer.key, commit.now)
    if (answer) return { status: 'answered', answer }
    const refusal = refuse(commit)
    if (refusal) return refusal
    const changes = createChanges()
    const accepted = write(commit, changes)
    if (accepted === 'fenced') return 'fenced'
    return toReply(accepted, changes, tables)
  }
}

/** Leaves out what is empty. */
export function toReply(accepted: readonly AcceptedReply[], changes: Changes, tables: Tables): CommitReply {
  const hasWork = changes.scheduled || changes.queued.size > 0
  if (accepted.length === 0 && changes.ended.length === 0 && !hasWork) return 'done'
  return {
    status: 'committed',
    ...(accepted.length > 0 && { accepted }),
    ...(changes.ended.length > 0 && { ended: changes.ended }),
    ...(hasWork && { backlog: toBacklog(changes, tables) }),
  }
}
