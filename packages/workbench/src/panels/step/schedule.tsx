/** When a cron step runs: its next times, and the last one. */
import type { RunStatus } from '@motia/core/run'
import { useQuery } from '@tanstack/react-query'
import type { WireSchedule } from 'motia/workbench/wire/queues'
import { schedulesQuery } from '../../api/queries.ts'
import { STATUS_MOODS, StatusBadge } from '../../parts/badge.tsx'
import { Card } from '../../parts/card.tsx'
import { RunLink } from '../../parts/links.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Ago, When } from '../../parts/time.tsx'
import { toDateTime } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

export function StepSchedule({ id }: { readonly id: string }) {
  const words = useWords(WORDS)
  const query = useQuery(schedulesQuery())
  return (
    <Card title={words.schedule}>
      <Loaded query={query}>
        {(schedules) => {
          const own = schedules.find(({ stepId }) => stepId === id)
          return own ? <Times schedule={own} /> : <p className={css.quiet}>{words.never}</p>
        }}
      </Loaded>
    </Card>
  )
}

function Times({ schedule: { next, lastAt, lastRun, isPaused } }: { readonly schedule: WireSchedule }) {
  const words = useWords(WORDS)
  return (
    <div className={css.both}>
      <section>
        <h3 className={css.small}>{words.next}</h3>
        {isPaused ? (
          <p className={css.held}>{words.schedulePaused}</p>
        ) : (
          <ol className={css.times}>
            {next.map((at) => (
              <li key={at}>
                <span>{toDateTime(at)}</span>
                <span className={css.quiet}>
                  <When at={at} />
                </span>
              </li>
            ))}
          </ol>
        )}
      </section>
      <section>
        <h3 className={css.small}>{words.lastTime}</h3>
        {lastAt === null ? (
          <p className={css.quiet}>{words.never}</p>
        ) : (
          <p className={css.line}>
            <Ago at={lastAt} />
            {lastRun && lastRun.status in STATUS_MOODS && (
              <StatusBadge status={lastRun.status as RunStatus} />
            )}
            {lastRun && <RunLink id={lastRun.runId} />}
          </p>
        )}
      </section>
    </div>
  )
}
