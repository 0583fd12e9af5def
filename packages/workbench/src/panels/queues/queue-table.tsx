/** The queues' table: counts that lead to the runs they count, a bar, and why a queue is held. */
import { Link } from '@tanstack/react-router'
import type { QueueRow, QueueState } from '../../model/steps/queue-row.ts'
import { Badge } from '../../parts/badge.tsx'
import { classes } from '../../parts/class-names.ts'
import { Hint } from '../../parts/hint.tsx'
import { StepLink } from '../../parts/links.tsx'
import { PauseButton } from '../../parts/step-actions.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

export function QueueTable({ rows }: { readonly rows: readonly QueueRow[] }) {
  const words = useWords(WORDS)
  const count = (state: QueueState): Column<QueueRow> => ({
    title: <span className={classes(css.state, css[state])}>{words[state]}</span>,
    isNumber: true,
    cell: (row) => <Count row={row} state={state} />,
  })
  const columns: readonly Column<QueueRow>[] = [
    {
      title: words.step,
      isWide: true,
      cell: (row) => (
        <div className={css.queue}>
          <span className={css.step}>
            <StepLink id={row.stepId} />
            <Held row={row} />
          </span>
          <Bar row={row} />
        </div>
      ),
    },
    count('running'),
    count('queued'),
    count('scheduled'),
    count('waiting'),
    {
      title: words.oldest,
      cell: ({ oldestQueuedAt }) =>
        oldestQueuedAt === null ? <span className={css.quiet}>–</span> : <Ago at={oldestQueuedAt} />,
    },
    {
      title: words.actions,
      isAction: true,
      cell: ({ stepId, isPaused }) => <PauseButton stepId={stepId} isPaused={isPaused} />,
    },
  ]
  return <Table label={words.title} columns={columns} rows={rows} keyOf={({ stepId }) => stepId} />
}

function Count({ row, state }: { readonly row: QueueRow; readonly state: QueueState }) {
  const words = useWords(WORDS)
  const { stepId, concurrency } = row
  const text =
    state === 'running' && concurrency !== undefined
      ? words.limit(toCount(row.running), toCount(concurrency))
      : toCount(row[state])
  if (row[state] === 0) return <span className={css.quiet}>{text}</span>
  return (
    <Link
      to="/runs"
      search={{ step: stepId, status: state }}
      className={css.count}
      aria-label={words.show(text, words[state], stepId)}
    >
      {text}
    </Link>
  )
}

function Held({ row: { heldBecause, isPaused } }: { readonly row: QueueRow }) {
  const words = useWords(WORDS)
  const reason = heldBecause ?? (isPaused ? 'paused' : undefined)
  if (reason === undefined) return null
  const mood = reason === 'step-missing' || reason === 'app-down' ? 'bad' : 'warn'
  return (
    <Hint text={words[`${reason}Why`]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its sentence is read on focus */}
      <span tabIndex={0}>
        <Badge mood={mood}>{words[reason]}</Badge>
      </span>
    </Hint>
  )
}

function Bar({ row: { bars } }: { readonly row: QueueRow }) {
  const words = useWords(WORDS)
  const label = bars.map(({ state, count }) => `${words[state]} ${toCount(count)}`).join(', ')
  return (
    <div className={css.bar} role="img" aria-label={label || words.idle}>
      {bars.map(({ state, share }) => (
        <span key={state} className={css[state]} style={{ width: `${share * 100}%` }} />
      ))}
    </div>
  )
}
