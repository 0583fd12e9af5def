/** Unrouted: triggers that reached nothing, and what they were probably meant for. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Split } from 'lucide-react'
import type { WireUnrouted } from 'motia/workbench/wire/runs'
import type { WireStep } from 'motia/workbench/wire/steps'
import { stepsQuery, unroutedQuery } from '../../api/queries.ts'
import { toNames } from '../../model/steps/step-trigger.ts'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { StepLink } from '../../parts/links.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

type Row = WireUnrouted[number]

export function UnroutedPanel() {
  const words = useWords(WORDS)
  const query = useQuery(unroutedQuery())
  const { data: steps = [] } = useQuery(stepsQuery())
  const columns: readonly Column<Row>[] = [
    { title: words.target, cell: ({ target }) => <code className={css.target}>{target}</code> },
    {
      title: words.nearest,
      isWide: true,
      cell: ({ nearest }) => <Nearest nearest={nearest} steps={steps} />,
    },
    { title: words.count, isNumber: true, cell: ({ count }) => toCount(count) },
    { title: words.first, cell: ({ firstAt }) => <Ago at={firstAt} /> },
    { title: words.last, cell: ({ lastAt }) => <Ago at={lastAt} /> },
    {
      title: words.trace,
      cell: ({ target, lastTraceId }) => (
        <Link
          to="/traces/$id"
          params={{ id: lastTraceId }}
          className={css.link}
          aria-label={words.showTrace(target)}
        >
          {words.show}
        </Link>
      ),
    },
  ]
  return (
    <Page title={words.title} lead={words.lead}>
      <Card isFlush>
        <Loaded query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty icon={<Split aria-hidden="true" />} title={words.none}>
                {words.noneHint}
              </Empty>
            ) : (
              <>
                <Table label={words.title} columns={columns} rows={rows} keyOf={({ target }) => target} />
                <p className={css.next}>{words.next}</p>
              </>
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}

/** A step, or a topic with the steps that subscribe to it. */
function Nearest({
  nearest,
  steps,
}: {
  readonly nearest: string | undefined
  readonly steps: readonly WireStep[]
}) {
  const words = useWords(WORDS)
  if (nearest === undefined) return <span className={css.quiet}>{words.noNearest}</span>
  if (steps.some(({ id }) => id === nearest)) return <StepLink id={nearest} />
  const followers = steps.filter(({ options }) => toNames(options.on).includes(nearest))
  return (
    <span className={css.topic}>
      <code>{nearest}</code>
      <span className={css.quiet}>{followers.length === 0 ? words.topic : '→'}</span>
      {followers.map(({ id }) => (
        <StepLink key={id} id={id} />
      ))}
    </span>
  )
}
