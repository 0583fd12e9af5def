/** Kinds of error, one a row, each leading to its page. */
import { Link } from '@tanstack/react-router'
import type { WireErrorGroup } from 'motia/workbench/wire/errors'
import type { WireWindow } from 'motia/workbench/wire/metrics'
import { isRecent } from '../../model/errors/errors.ts'
import { RunLink, StepLink } from '../../parts/links.tsx'
import { Sparkline } from '../../parts/sparkline.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago, useNow } from '../../parts/time.tsx'
import { toCount, toShortCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './errors.module.css'
import { WORDS } from './words.ts'

export function GroupTable({
  groups,
  window,
}: {
  readonly groups: readonly WireErrorGroup[]
  readonly window: WireWindow
}) {
  const words = useWords(WORDS)
  const now = useNow()
  const columns: Column<WireErrorGroup>[] = [
    {
      title: words.error,
      isWide: true,
      cell: (group) => <ErrorLink group={group} window={window} isNow={isRecent(group, now)} />,
    },
    { title: words.step, cell: ({ stepId }) => <StepLink id={stepId} /> },
    {
      title: words.trend,
      isExtra: true,
      cell: ({ trend, count }) => (
        <Sparkline values={trend} label={words.trendLabel(toCount(count))} mood="bad" />
      ),
    },
    {
      title: words.count,
      isNumber: true,
      cell: ({ count, final }) => (
        <span className={css.count}>
          <b>{toCount(count)}</b>
          <small>
            {[
              final > 0 && words.finalTimes(toShortCount(final)),
              count > final && words.retriedTimes(toShortCount(count - final)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
      ),
    },
    { title: words.first, isNumber: true, isExtra: true, cell: ({ firstAt }) => <Ago at={firstAt} /> },
    { title: words.last, isNumber: true, cell: ({ lastAt }) => <Ago at={lastAt} /> },
    { title: words.lastRun, isNumber: true, cell: ({ lastRunId }) => <RunLink id={lastRunId} /> },
  ]
  return (
    <Table label={words.kinds} columns={columns} rows={groups} keyOf={({ fingerprint }) => fingerprint} />
  )
}

function ErrorLink({
  group: { fingerprint, failure, final },
  window,
  isNow,
}: {
  readonly group: WireErrorGroup
  readonly window: WireWindow
  readonly isNow: boolean
}) {
  const words = useWords(WORDS)
  return (
    <Link to="/errors/$fingerprint" params={{ fingerprint }} search={{ window }} className={css.error}>
      <b>
        {failure.name}
        {isNow && <i className={css.now} data-final={final > 0 || undefined} title={words.now} />}
      </b>
      <span title={failure.message}>{failure.message}</span>
    </Link>
  )
}
