/** Queues: per step what waits, runs and is held back, and a way to pause it. */
import { useQuery } from '@tanstack/react-query'
import { ListTree } from 'lucide-react'
import { queuesQuery } from '../../api/queries.ts'
import { QUEUE_STATES, toQueueRows, toQueueSums } from '../../model/steps/queue-row.ts'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Stat, Stats } from '../../parts/stat.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { QueueTable } from './queue-table.tsx'
import { WORDS } from './words.ts'

export function QueuesPanel() {
  const words = useWords(WORDS)
  const query = useQuery(queuesQuery())
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded query={query}>
        {(queues) => {
          if (queues.length === 0) {
            return (
              <Card>
                <Empty icon={<ListTree aria-hidden="true" />} title={words.none}>
                  {words.noneHint}
                </Empty>
              </Card>
            )
          }
          const sums = toQueueSums(queues)
          return (
            <>
              <Stats>
                {QUEUE_STATES.map((state) => (
                  <Stat
                    key={state}
                    name={words[state]}
                    figure={toCount(sums[state])}
                    detail={words[`${state}Detail`]}
                  />
                ))}
              </Stats>
              <Card isFlush>
                <QueueTable rows={toQueueRows(queues)} />
              </Card>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
