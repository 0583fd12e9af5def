/** A trace as a whole: all that one request, schedule or hand set going. */

import { getRouteApi, Link } from '@tanstack/react-router'
import type { WireTrace } from 'motia/workbench/wire/runs'
import { useFollow } from '../../api/follow.ts'
import { useOwnQuery } from '../../api/own-data.ts'
import { traceQuery } from '../../api/queries.ts'
import { toTraceFacts } from '../../model/trace/trace-facts.ts'
import { StatusBadge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { Card, Page } from '../../parts/card.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { RunLink } from '../../parts/links.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { toDateTime, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import header from './header.module.css'
import { RunLines } from './lines.tsx'
import css from './panel.module.css'
import { Timeline } from './timeline.tsx'
import { RUN_WORDS } from './words.ts'

const route = getRouteApi('/traces/$id')

export function TracePanel() {
  const words = useWords(RUN_WORDS)
  const { id } = route.useParams()
  const query = useOwnQuery(traceQuery(id))
  useFollow(traceQuery(id).queryKey, ['spans', 'logs'])
  return (
    <Page
      title={
        <span className={header.heading}>
          {words.traceTitle}
          <span className={header.id}>
            <code title={id}>{id.length > 20 ? `…${id.slice(-12)}` : id}</code>
            <CopyButton text={id} isSmall />
          </span>
        </span>
      }
      lead={query.data && <Lead trace={query.data} />}
      aside={
        <>
          <ButtonLink to="/runs" search={{ trace: id }}>
            {words.runs}
          </ButtonLink>
          <ButtonLink to="/logs" search={{ trace: id }}>
            {words.logs}
          </ButtonLink>
        </>
      }
    >
      <Loaded query={query}>{(trace) => <Whole key={id} trace={trace} />}</Loaded>
    </Page>
  )
}

function Lead({ trace }: { readonly trace: WireTrace }) {
  const words = useWords(RUN_WORDS)
  const facts = toTraceFacts(trace, Date.now())
  if (!facts) return null
  const { status, count, from, to } = facts
  return (
    <span className={header.heading}>
      <StatusBadge status={status} />
      <span>{words.rows(count)}</span>
      <span>{toDateTime(from)}</span>
      <span>{toDuration(to - from)}</span>
    </span>
  )
}

function Whole({ trace }: { readonly trace: WireTrace }) {
  const words = useWords(RUN_WORDS)
  const lines = toTraceFacts(trace, Date.now())?.lines ?? trace.logs
  return (
    <>
      <Timeline trace={trace} />
      {trace.unrouted.length > 0 && (
        <Card title={words.unrouted} isFlush>
          <ul className={css.effects}>
            {trace.unrouted.map(({ target, parentRunId }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same target may have been meant twice
              <li key={index} className={css.effect}>
                <span className={css.op}>{words.triggered}</span>
                <Link to="/unrouted" className={css.cut}>
                  {target}
                </Link>
                <span className={css.value}>{parentRunId && <RunLink id={parentRunId} />}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <RunLines lines={lines} search={{ trace: trace.traceId }} hasLinks />
    </>
  )
}
