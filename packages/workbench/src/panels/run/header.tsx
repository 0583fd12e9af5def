/** A run's title, and the facts below it. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useKnownSteps } from '../../api/known-steps.ts'
import type { RunFactsShown } from '../../model/runs/run-facts.ts'
import { isUnderWay, toAttempts, toRunTimes } from '../../model/runs/run-row.ts'
import { HttpBadge, LanguageMark, StatusBadge } from '../../parts/badge.tsx'
import { Cause } from '../../parts/cause.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { RunLink, StepLink } from '../../parts/links.tsx'
import { Ago, useNow, When } from '../../parts/time.tsx'
import { toClock, toDateTime, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './header.module.css'
import { RUN_WORDS } from './words.ts'

export function Heading({ facts: { stepId, status, request } }: { readonly facts: RunFactsShown }) {
  const step = useKnownSteps().get(stepId)
  return (
    <span className={css.heading}>
      {step && <LanguageMark language={step.language} file={step.file} />}
      <StepLink id={stepId} />
      {request ? <HttpBadge status={request.status} /> : <StatusBadge status={status} />}
    </span>
  )
}

export function Facts({ facts }: { readonly facts: RunFactsShown }) {
  const words = useWords(RUN_WORDS)
  const { runId, traceId, parentRunId, cause, request, status, reason, createdAt, dueAt } = facts
  const { startedAt, finishedAt, isEnded, after, conflicts, strikes } = facts
  const attempts = toAttempts(facts)
  return (
    <dl className={css.facts}>
      <Fact name={words.id}>
        <span className={css.id}>
          <code title={runId}>{runId.length > 16 ? `…${runId.slice(-12)}` : runId}</code>
          <CopyButton text={runId} isSmall />
        </span>
      </Fact>
      <Fact name={words.cause}>
        <Cause cause={cause} request={request} />
      </Fact>
      {parentRunId && (
        <Fact name={words.parent}>
          <RunLink id={parentRunId} />
        </Fact>
      )}
      <Fact name={words.trace}>
        <Link to="/traces/$id" params={{ id: traceId }} className={css.link} title={traceId}>
          <code>{traceId.slice(-8)}</code>
        </Link>
      </Fact>
      {reason && <Fact name={words.reason}>{reason}</Fact>}
      {attempts > 0 && <Fact name={words.attempts}>{attempts}</Fact>}
      <Fact name={words.accepted}>
        <Ago at={createdAt} />
      </Fact>
      {dueAt !== null && !isEnded && (
        <Fact name={words.due}>
          <When at={dueAt} />
        </Fact>
      )}
      {startedAt !== null && (
        <Fact name={words.started}>
          <Clock at={startedAt} />
        </Fact>
      )}
      {isEnded && finishedAt !== null && (
        <Fact name={words.finished}>
          <Clock at={finishedAt} />
        </Fact>
      )}
      {isUnderWay(status) ? <GrowingTimes facts={facts} /> : <Times facts={facts} now={createdAt} />}
      {conflicts > 0 && <Fact name={words.conflicts}>{conflicts}</Fact>}
      {strikes > 0 && <Fact name={words.strikes}>{strikes}</Fact>}
      {after.length > 0 && (
        <Fact name={words.after}>
          <span className={css.links}>
            {after.map((id) => (
              <RunLink key={id} id={id} />
            ))}
          </span>
        </Fact>
      )}
    </dl>
  )
}

/** Beside how long ago it was accepted, to the millisecond. */
function Clock({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={toDateTime(at)}>
      {toClock(at, true)}
    </time>
  )
}

function GrowingTimes({ facts }: { readonly facts: RunFactsShown }) {
  return <Times facts={facts} now={useNow()} />
}

function Times({ facts, now }: { readonly facts: RunFactsShown; readonly now: number }) {
  const words = useWords(RUN_WORDS)
  const { waitedMs, durationMs } = toRunTimes(facts, now)
  return (
    <>
      {!facts.request && waitedMs !== undefined && <Fact name={words.waited}>{toDuration(waitedMs)}</Fact>}
      {durationMs !== undefined && <Fact name={words.duration}>{toDuration(durationMs)}</Fact>}
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
