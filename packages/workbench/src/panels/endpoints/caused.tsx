/** What a request set off, as it appears: its trace, which the server sees a moment after the answer. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLive } from '../../api/live.ts'
import { traceQuery } from '../../api/queries.ts'
import { toWaterfall, type WaterfallRow } from '../../model/trace/waterfall.ts'
import { Badge, HttpBadge, StatusBadge } from '../../parts/badge.tsx'
import { RunLink } from '../../parts/links.tsx'
import { useNow } from '../../parts/time.tsx'
import { toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './answers.module.css'
import { WORDS } from './words.ts'

export function Caused({ traceId }: { readonly traceId: string }) {
  const words = useWords(WORDS)
  const { data, error, isPlaceholderData, refetch } = useQuery(traceQuery(traceId))
  const { pulse } = useLive()
  const now = useNow()
  // Another trace stands in until this one is there: that would be a lie here.
  const trace = isPlaceholderData ? undefined : data
  const rows = trace ? toWaterfall(trace, now).rows : []
  const isSeen = rows.length > 0
  const { runs = 0, spans = 0 } = pulse?.versions ?? {}
  // Requests that run nothing durably change spans only, on which a trace's key does not depend.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever there is something new
  useEffect(() => {
    if (!isSeen) void refetch()
  }, [runs, spans, isSeen, refetch])
  return (
    <section className={css.caused} aria-label={words.caused}>
      <header className={css.causedHead}>
        <h3>{words.caused}</h3>
        <Link to="/traces/$id" params={{ id: traceId }} className={css.trace}>
          {words.openTrace}
        </Link>
      </header>
      {isSeen ? (
        <ol className={css.runs} aria-live="polite">
          {rows.map((row) => (
            <Row key={row.runId} row={row} />
          ))}
          {trace?.unrouted.map(({ target }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same target may be missed twice
            <li key={`${target} ${index}`} className={css.run}>
              <Link to="/unrouted">
                <code>{target}</code>
              </Link>
              <Badge mood="warn">{words.unrouted}</Badge>
            </li>
          ))}
        </ol>
      ) : (
        <p className={css.quiet} role="status">
          {error && !isMissing(error) ? error.message : words.waiting}
        </p>
      )}
    </section>
  )
}

function isMissing(error: Error): boolean {
  return 'status' in error && error.status === 404
}

function Row({ row }: { readonly row: WaterfallRow }) {
  const { runId, stepId, depth, status, request, from, to } = row
  return (
    <li className={css.run} style={{ paddingLeft: depth * 18 }}>
      <RunLink id={runId}>{stepId}</RunLink>
      {request ? <HttpBadge status={request.status} /> : <StatusBadge status={status} />}
      <span className={css.time}>{toDuration(to - from)}</span>
    </li>
  )
}
