/** A run as a row, or as a card of two lines where it is narrow: the same parts, laid out by panel.module.css. */
import { Link } from '@tanstack/react-router'
import type { WireRunRow } from 'motia/workbench/wire/runs'
import { memo } from 'react'
import type { KnownStep } from '../../api/known-steps.ts'
import { isUnderWay, toAttempts, toRunTimes } from '../../model/runs/run-row.ts'
import { HttpBadge, LanguageMark, StatusBadge } from '../../parts/badge.tsx'
import { Cause } from '../../parts/cause.tsx'
import { Ago, useNow } from '../../parts/time.tsx'
import { toWholeDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './row.module.css'
import { RUNS_WORDS } from './words.ts'

export function RunHead() {
  const words = useWords(RUNS_WORDS)
  return (
    <div className={css.head} aria-hidden="true">
      <span>{words.status}</span>
      <span>{words.step}</span>
      <span>{words.id}</span>
      <span>{words.cause}</span>
      <span className={css.number}>{words.attempts}</span>
      <span className={css.number}>{words.waited}</span>
      <span className={css.number}>{words.duration}</span>
      <span className={css.number}>{words.started}</span>
      <span>{words.error}</span>
    </div>
  )
}

export const RunRow = memo(function RunRow({
  run,
  step,
}: {
  readonly run: WireRunRow
  readonly step: KnownStep | undefined
}) {
  const { runId, stepId, status, request, createdAt, error } = run
  const attempts = toAttempts(run)
  return (
    <Link to="/runs/$id" params={{ id: runId }} className={css.row} preload={false}>
      <span className={css.status}>
        {request ? <HttpBadge status={request.status} /> : <StatusBadge status={status} />}
      </span>
      <span className={css.step}>
        {step && <LanguageMark language={step.language} file={step.file} />}
        <span className={css.cut}>{stepId}</span>
      </span>
      <code className={css.id}>{runId.slice(-8)}</code>
      <span className={css.cause}>
        <Cause cause={run.cause} request={request} />
      </span>
      <span className={css.attempts} data-many={attempts > 1 || undefined}>
        {attempts}
      </span>
      {isUnderWay(status) ? <GrowingTimes run={run} /> : <Times run={run} now={createdAt} />}
      <span className={css.at}>
        <Ago at={createdAt} />
      </span>
      <span className={css.error} title={error ?? undefined}>
        {error}
      </span>
    </Link>
  )
})

function GrowingTimes({ run }: { readonly run: WireRunRow }) {
  return <Times run={run} now={useNow()} />
}

function Times({ run, now }: { readonly run: WireRunRow; readonly now: number }) {
  const { waitedMs, durationMs } = toRunTimes(run, now)
  return (
    <>
      <span className={css.waited}>{!run.request && toWholeDuration(waitedMs)}</span>
      <span className={css.duration}>{toWholeDuration(durationMs)}</span>
    </>
  )
}
