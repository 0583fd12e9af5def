/** Failures of the step within the window, those of the same kind together. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { WireErrorGroup } from 'motia/workbench/wire/errors'
import type { WireWindow } from 'motia/workbench/wire/metrics'
import { errorsQuery } from '../../api/queries.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Sparkline } from '../../parts/sparkline.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

/** The others are a click away. */
const SHOWN = 8

export function StepErrors({ id, window }: { readonly id: string; readonly window: WireWindow }) {
  const words = useWords(WORDS)
  const query = useQuery(errorsQuery(window, id))
  const columns: readonly Column<WireErrorGroup>[] = [
    {
      title: words.error,
      isWide: true,
      cell: ({ fingerprint, failure }) => (
        <Link
          to="/errors/$fingerprint"
          params={{ fingerprint }}
          search={{ window }}
          className={css.failure}
          title={failure.message}
        >
          <b>{failure.name}</b> {failure.message}
        </Link>
      ),
    },
    {
      title: words.trend,
      isExtra: true,
      cell: ({ trend }) => <Sparkline values={trend} label={words.trend} mood="bad" />,
    },
    { title: words.count, isNumber: true, cell: ({ count }) => toCount(count) },
    { title: words.last, isNumber: true, cell: ({ lastAt }) => <Ago at={lastAt} /> },
  ]
  return (
    <Card
      title={words.errors}
      aside={
        <ButtonLink tone="ghost" to="/errors" search={{ step: id, window }}>
          {words.allErrors}
        </ButtonLink>
      }
      isFlush
    >
      <Loaded query={query}>
        {({ groups }) =>
          groups.length === 0 ? (
            <Empty icon={<CircleCheck aria-hidden="true" />} title={words.noErrors}>
              {words.noErrorsText}
            </Empty>
          ) : (
            <Table
              label={words.errors}
              columns={columns}
              rows={groups.slice(0, SHOWN)}
              keyOf={({ fingerprint }) => fingerprint}
            />
          )
        }
      </Loaded>
    </Card>
  )
}
