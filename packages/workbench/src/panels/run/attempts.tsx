/** All attempts of a durable run: how each ended, how long it took, what it said. */
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { type AttemptRow, toAttemptRows } from '../../model/attempt-rows.ts'
import { Badge, type Mood } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { toClock, toDateTime, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
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
    { title: words.waited, cell: ({ waitedMs }) => toDuration(waitedMs), isNumber: true },
    { title: words.duration, cell: ({ durationMs }) => toDuration(durationMs), isNumber: true },
    {
      title: words.failureShort,
      cell: ({ message }) => (
        <span className={css.cut} title={message}>
          {message}
        </span>
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
    </Card>
  )
}
