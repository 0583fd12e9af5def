/** The schedules' table: what each expression means, its last run, its next times and a countdown. */
import type { RunStatus } from '@motia/core/run'
import type { WireSchedule } from 'motia/workbench/wire/queues'
import { describeCron } from '../../model/time/cron-words.ts'
import { Badge, STATUS_MOODS, StatusBadge } from '../../parts/badge.tsx'
import { Hint } from '../../parts/hint.tsx'
import { RunLink, StepLink } from '../../parts/links.tsx'
import { PauseButton, RunNowButton } from '../../parts/step-actions.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Ago, useNow } from '../../parts/time.tsx'
import { toDateTime, toDuration, toSoonTime } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

export function ScheduleTable({ schedules }: { readonly schedules: readonly WireSchedule[] }) {
  const words = useWords(WORDS)
  const columns: readonly Column<WireSchedule>[] = [
    {
      title: words.step,
      cell: (schedule) => (
        <span className={css.step}>
          <StepLink id={schedule.stepId} />
          {schedule.isPaused && (
            <Hint text={words.pausedWhy}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its sentence is read on focus */}
              <span tabIndex={0}>
                <Badge mood="warn">{words.paused}</Badge>
              </span>
            </Hint>
          )}
        </span>
      ),
    },
    { title: words.schedule, cell: (schedule) => <Expression schedule={schedule} /> },
    { title: words.next, cell: (schedule) => <Next schedule={schedule} /> },
    {
      title: <span className={css.afterTitle}>{words.after}</span>,
      cell: ({ next, isPaused }) => (
        <span className={css.after}>
          {(isPaused ? [] : next.slice(1)).map((at) => (
            <time key={at} dateTime={new Date(at).toISOString()} title={toDateTime(at)}>
              {toSoonTime(at)}
            </time>
          ))}
        </span>
      ),
    },
    { title: words.last, cell: (schedule) => <Last schedule={schedule} /> },
    {
      title: words.actions,
      isAction: true,
      cell: ({ stepId, isPaused }) => (
        <span className={css.actions}>
          <RunNowButton stepId={stepId} />
          <PauseButton stepId={stepId} isPaused={isPaused} />
        </span>
      ),
    },
  ]
  return <Table label={words.title} columns={columns} rows={schedules} keyOf={({ stepId }) => stepId} />
}

function Expression({ schedule: { schedule, timezone } }: { readonly schedule: WireSchedule }) {
  const words = useWords(WORDS)
  const meaning = describeCron(schedule, useLanguage())
  return (
    <span className={css.lines}>
      <span className={css.meaning}>{meaning ?? <code>{schedule}</code>}</span>
      <span className={css.small}>
        {meaning !== undefined && <code>{schedule}</code>}
        {timezone !== undefined && <span>{words.zone(timezone)}</span>}
      </span>
    </span>
  )
}

function Next({ schedule: { nextAt, isPaused } }: { readonly schedule: WireSchedule }) {
  const words = useWords(WORDS)
  const now = useNow()
  if (isPaused) return <span className={css.quiet}>–</span>
  if (nextAt === null) return <span className={css.quiet}>{words.noNext}</span>
  const left = nextAt - now
  return (
    <span className={css.lines}>
      <time dateTime={new Date(nextAt).toISOString()} title={toDateTime(nextAt)}>
        {toSoonTime(nextAt, now)}
      </time>
      <span className={css.small}>
        {left < 1000 ? words.now : words.in(toDuration(Math.round(left / 1000) * 1000))}
      </span>
    </span>
  )
}

function Last({ schedule: { lastAt, lastRun } }: { readonly schedule: WireSchedule }) {
  const words = useWords(WORDS)
  if (lastAt === null && !lastRun) return <span className={css.quiet}>{words.never}</span>
  const when = lastAt !== null && <Ago at={lastAt} />
  if (!lastRun) return when
  return (
    <span className={css.last}>
      {isStatus(lastRun.status) ? <StatusBadge status={lastRun.status} /> : lastRun.status}
      {/* By hand, which is none of its times: told by its id. */}
      <RunLink id={lastRun.runId}>{when || undefined}</RunLink>
    </span>
  )
}

function isStatus(status: string): status is RunStatus {
  return Object.hasOwn(STATUS_MOODS, status)
}
