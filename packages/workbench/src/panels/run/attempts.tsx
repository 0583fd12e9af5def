/** All attempts of a durable run: how each ended, how long it took, what it said. */
import type { Failure } from '@motia/core/failure'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { useState } from 'react'
import { type AttemptRow, toAttemptRows } from '../../model/runs/attempt-rows.ts'
import { Badge, type Mood } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { toClock, toDateTime, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { FailureText } from './failure.tsx'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

const MOODS: Readonly<Record<AttemptRow['outcome'], Mood>> = {
  succeeded: 'ok',
  failed: 'bad',
  scheduled: 'bad',
  lost: 'warn',
  conflict: 'warn',
  timeout: 'bad',
  validation: 'bad',
}

export function Attempts({ detail }: { readonly detail: WireRunDetail }) {
  const words = useWords(RUN_WORDS)
  const [shown, setShown] = useState<{ readonly attempt: number; readonly failure: Failure }>()
  const rows = toAttemptRows(detail)
  // A request is tried once, and stands above.
  if (!detail.run || (detail.request && rows.length < 2)) return null
  const outcomes: Readonly<Record<AttemptRow['outcome'], string>> = {
    succeeded: words.outcomeSucceeded,
    failed: words.outcomeFailed,
    scheduled: words.outcomeScheduled,
    lost: words.outcomeLost,
    conflict: words.outcomeConflict,
    timeout: words.outcomeTimeout,
    validation: words.outcomeValidation,
  }
  const columns: readonly Column<AttemptRow>[] = [
    {
      title: words.outcome,
      cell: ({ outcome }) => (
        <Badge mood={MOODS[outcome]} hasDot>
          {outcomes[outcome]}
        </Badge>
      ),
    },
    { title: words.attempt1, cell: ({ attempt }) => attempt, isNumber: true },
    {
      title: words.began,
      cell: ({ startedAt }) => <span title={toDateTime(startedAt)}>{toClock(startedAt, true)}</span>,
      isNumber: true,
    },
    {
      title: words.waited,
      cell: ({ waitedMs, limitMs }) =>
        limitMs === undefined ? (
          toDuration(waitedMs)
        ) : (
          <span title={words.legendLimitWhy}>
            {toDuration(waitedMs)} <span className={css.nothing}>({words.ofLimit(limitMs)})</span>
          </span>
        ),
      isNumber: true,
    },
    { title: words.duration, cell: ({ durationMs }) => toDuration(durationMs), isNumber: true },
    {
      title: words.commitShort,
      cell: ({ commitMs }) => (commitMs === undefined ? '' : toDuration(commitMs)),
      isNumber: true,
    },
    {
      title: words.failureShort,
      cell: ({ attempt, failure }) =>
        failure && (
          <button
            type="button"
            className={css.opens}
            title={failure.message}
            aria-haspopup="dialog"
            onClick={() => setShown({ attempt, failure })}
          >
            {failure.message}
          </button>
        ),
      isWide: true,
    },
  ]
  return (
    <Card title={words.attempts} isFlush={rows.length > 0}>
      {rows.length === 0 && <p className={css.nothing}>{words.noAttempts}</p>}
      {rows.length > 0 && (
        <Table label={words.attempts} columns={columns} rows={rows} keyOf={({ key }) => key} />
      )}
      {shown && (
        <Dialog
          title={words.attemptFailed(shown.attempt)}
          isOpen
          isDrawer
          onClose={() => setShown(undefined)}
        >
          <FailureText failure={shown.failure} />
        </Dialog>
      )}
    </Card>
  )
}
