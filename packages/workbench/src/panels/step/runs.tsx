/** The step's last runs, or requests. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { WireRunRow } from 'motia/workbench/wire/runs'
import { runsQuery } from '../../api/queries.ts'
import { isUnderWay, toRunTimes } from '../../model/runs/run-row.ts'
import { HttpBadge, StatusBadge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Cause } from '../../parts/cause.tsx'
import { Empty } from '../../parts/empty.tsx'
import { RunLink } from '../../parts/links.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago, useNow } from '../../parts/time.tsx'
import { toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

const SHOWN = 20

export function LastRuns({ id }: { readonly id: string }) {
  const words = useWords(WORDS)
  const query = useInfiniteQuery(runsQuery({ step: [id] }, SHOWN))
  const columns: readonly Column<WireRunRow>[] = [
    {
      title: words.status,
      cell: ({ status, request }) =>
        request ? <HttpBadge status={request.status} /> : <StatusBadge status={status} />,
    },
    { title: words.id, cell: ({ runId }) => <RunLink id={runId} /> },
    {
      title: words.cause,
      isExtra: true,
      cell: ({ cause, request }) => (
        <span className={css.cause}>
          <Cause cause={cause} request={request} />
        </span>
      ),
    },
    {
      title: words.error,
      isWide: true,
      isExtra: true,
      cell: ({ error }) => (
        <span className={css.error} title={error ?? undefined}>
          {error}
        </span>
      ),
    },
    {
      title: words.took,
      isNumber: true,
      cell: (run) =>
        isUnderWay(run.status) ? <Growing run={run} /> : <Took run={run} now={run.createdAt} />,
    },
    { title: words.created, isNumber: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
  ]
  return (
    <Card
      title={words.runs}
      aside={
        <ButtonLink tone="ghost" to="/runs" search={{ step: id }}>
          {words.allRuns}
        </ButtonLink>
      }
      isFlush
    >
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ runs }) => runs).slice(0, SHOWN)
          if (rows.length === 0) return <Empty title={words.noRuns}>{words.noRunsText}</Empty>
          return (
            <div className={css.runs}>
              <Table label={words.runs} columns={columns} rows={rows} keyOf={({ runId }) => runId} />
            </div>
          )
        }}
      </Loaded>
    </Card>
  )
}

function Growing({ run }: { readonly run: WireRunRow }) {
  return <Took run={run} now={useNow()} />
}

function Took({ run, now }: { readonly run: WireRunRow; readonly now: number }) {
  return <>{toDuration(toRunTimes(run, now).durationMs)}</>
}
