/** Rows of new runs, and what hangs on them: long inputs, dependencies, keys. Called by runs-accept.ts. */
import type { EndedInline, NewRun } from '@motia/core/store'
import { CODE, type StatusCode } from './codes.ts'
import { inline } from './payloads.ts'
import type { RunKeys } from './run-keys.ts'
import type { After } from './runs-after.ts'
import type { Tables } from './tables.ts'

/** Where a new run begins, and what it waits for. */
export interface Beginning {
  readonly status: StatusCode
  readonly reason: string | null
  readonly on: readonly number[]
}

export interface Insert {
  /** @returns the row's `seq` */
  insert(run: NewRun, step: number, beginning: Beginning, now: number): number
  /** An api run that ended before it was told of. */
  insertEnded(run: EndedInline, step: number, now: number): void
}

export function createInsert({ db, counts, payloads, nextSeq }: Tables, after: After, keys: RunKeys): Insert {
  const insert = db.prepare(`INSERT INTO runs (seq, id, step, status, epoch, passes, created_at, due_at,
    started_at, finished_at, trace_id, parent_run_id, cause, key, after_ids, reason, input)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertEnded = db.prepare(`INSERT INTO runs (seq, id, step, status, attempts, created_at, started_at,
    finished_at, trace_id, cause, input, result)
    VALUES (?1, ?2, ?3, ${CODE.succeeded}, 1, ?4, ?4, ?5, ?6, 'api', ?7, ?8)`)
  return {
    insert(run, step, { status, reason, on }, now) {
      const seq = nextSeq()
      const isRunning = status === CODE.running
      insert.run([
        seq,
        run.runId,
        step,
        status,
        isRunning ? 1 : 0,
        run.passes ? 1 : 0,
        now,
        run.dueAt ?? null,
        isRunning ? now : null,
        status === CODE.cancelled ? now : null,
        run.traceId,
        run.parentRunId ?? null,
        run.cause,
        run.key ?? null,
        run.after ? JSON.stringify(run.after) : null,
        reason,
        inline(run.input),
      ])
      payloads.putInput(seq, run.input)
      counts.add(step, status, 1)
      if (on.length > 0) after.add(seq, on)
      if (run.key !== undefined) keys.put(step, run.key, seq, now)
      return seq
    },
    insertEnded({ runId, traceId, startedAt, input, result }, step, now) {
      const seq = nextSeq()
      insertEnded.run([seq, runId, step, startedAt, now, traceId, inline(input), inline(result)])
      payloads.putInput(seq, input)
      payloads.putResult(seq, result)
      counts.add(step, CODE.succeeded, 1)
    },
  }
}
