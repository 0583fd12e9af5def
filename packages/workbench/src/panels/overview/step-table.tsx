/** All steps with their figures; the address says by which column they are sorted. */
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  firstDirection,
  type Health,
  SORTS,
  type StepRow,
  type StepSort,
  sortRows,
  WELL,
} from '../../model/figures/overview.ts'
import { LanguageMark } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { later } from '../../parts/later.tsx'
import { StepLink } from '../../parts/links.tsx'
import type { SelectProps } from '../../parts/select.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useIsNarrow } from '../../parts/width.ts'
import { toCount, toDuration, toPercent } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './overview.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/')
const Select = later<SelectProps<StepSort>>(async () => (await import('../../parts/select.tsx')).Select)

export function StepTable({ rows }: { readonly rows: readonly StepRow[] }) {
  const words = useWords(WORDS)
  const { sort = 'executions', order = firstDirection(sort) } = route.useSearch()
  const navigate = route.useNavigate()
  const isNarrow = useIsNarrow()
  const sorted = useMemo(() => sortRows(rows, sort, order), [rows, sort, order])
  const titles: Readonly<Record<StepSort, string>> = {
    id: words.step,
    executions: words.executions,
    success: words.successShort,
    p50: words.p50,
    p95: words.p95,
    p99: words.p99,
    wait: words.waitColumn,
    queued: words.queued,
    running: words.running,
  }
  const sortBy = (next: StepSort) => {
    const turned = order === 'ascending' ? 'descending' : 'ascending'
    const direction = next === sort ? turned : firstDirection(next)
    void navigate({ search: (old) => ({ ...old, sort: next, order: direction }), replace: true })
  }
  const column = (name: StepSort, cell: Column<StepRow>['cell']): Column<StepRow> => ({
    title: titles[name],
    cell,
    isNumber: name !== 'id',
    sort: { direction: name === sort ? order : undefined, onSort: () => sortBy(name) },
  })
  const columns = [
    { ...column('id', (row) => <StepName row={row} />), isWide: true },
    column('executions', ({ executions }) => toFigure(executions)),
    column('success', ({ success }) => <Success share={success} />),
    { ...column('p50', ({ p50 }) => toDuration(p50)), isExtra: true },
    column('p95', ({ p95 }) => toDuration(p95)),
    { ...column('p99', ({ p99 }) => toDuration(p99)), isExtra: true },
    { ...column('wait', ({ wait }) => toDuration(wait)), isExtra: true },
    column('queued', ({ queued }) => toFigure(queued)),
    column('running', ({ running }) => toFigure(running)),
  ]
  // Where there is room, the heads of the columns sort.
  const choice = isNarrow && (
    <Select
      label={words.sortBy}
      value={sort}
      options={SORTS.map((value) => ({ value, label: titles[value] }))}
      onChange={sortBy}
    />
  )
  return (
    <Card title={words.steps} aside={choice} isFlush className={css.steps}>
      <Table label={words.steps} columns={columns} rows={sorted} keyOf={({ id }) => id} />
    </Card>
  )
}

function StepName({ row: { id, kind, language, file, health } }: { readonly row: StepRow }) {
  const words = useWords(WORDS)
  const names: Readonly<Record<Health, string>> = {
    well: words.well,
    ailing: words.ailing,
    failing: words.failingHealth,
    paused: words.paused,
    idle: words.idle,
  }
  return (
    <span className={css.stepName}>
      <span
        role="img"
        className={css.dot}
        data-health={health}
        aria-label={names[health]}
        title={names[health]}
      />
      <LanguageMark language={language} file={file} />
      <StepLink id={id} />
      <span className={css.kind}>{kind}</span>
    </span>
  )
}

function Success({ share }: { readonly share: number | undefined }) {
  return <span data-bad={share !== undefined && share < WELL}>{toPercent(share)}</span>
}

/** Zeros are many and say little: greyed. */
function toFigure(value: number) {
  return <span data-zero={value === 0}>{toCount(value)}</span>
}
