/** Schedules: every cron step with its last and next times, and a way to run or pause it. */
import { useQuery } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { schedulesQuery } from '../../api/queries.ts'
import { Card, Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import { ScheduleTable } from './schedule-table.tsx'
import { WORDS } from './words.ts'

export function SchedulesPanel() {
  const words = useWords(WORDS)
  const query = useQuery(schedulesQuery())
  return (
    <Page title={words.title} lead={words.lead}>
      <Card isFlush>
        <Loaded query={query}>
          {(schedules) =>
            schedules.length === 0 ? (
              <Empty icon={<CalendarClock aria-hidden="true" />} title={words.none}>
                {words.noneHint}
              </Empty>
            ) : (
              <ScheduleTable schedules={schedules} />
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}
