/** A run, or an api request: what became of it and why, where it stands in its trace, and what can be done about it. */

import { getRouteApi } from '@tanstack/react-router'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { useFollow } from '../../api/follow.ts'
import { useOwnQuery } from '../../api/own-data.ts'
import { runQuery, traceQuery } from '../../api/queries.ts'
import { toRunFacts } from '../../model/run-facts.ts'
import { Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useNow } from '../../parts/time.tsx'
import { useWords } from '../../words/words.ts'
import { Actions } from './actions.tsx'
import { Attempts } from './attempts.tsx'
import { Effects } from './effects.tsx'
import { FailureCard } from './failure.tsx'
import { Facts, Heading } from './header.tsx'
import { RunLines } from './lines.tsx'
import css from './panel.module.css'
import { Timeline } from './timeline.tsx'
import { Values } from './values.tsx'
import { RUN_WORDS } from './words.ts'

const route = getRouteApi('/runs/$id')

/** Spans and lines of a run are stored a little after its end. */
const SETTLE_MS = 15_000

export function RunPanel() {
  const words = useWords(RUN_WORDS)
  const { id } = route.useParams()
  const query = useOwnQuery(runQuery(id))
  const facts = query.data && toRunFacts(query.data)
  const endedAt = facts?.isEnded ? (facts.finishedAt ?? 0) : Number.POSITIVE_INFINITY
  useFollow(runQuery(id).queryKey, ['spans', 'logs'], useNow() < endedAt + SETTLE_MS)
  return (
    <Page
      title={facts ? <Heading facts={facts} /> : words.title}
      aside={query.data && facts && <Actions detail={query.data} facts={facts} />}
    >
      <Loaded query={query}>{(detail) => <Detail key={id} detail={detail} />}</Loaded>
    </Page>
  )
}

function Detail({ detail }: { readonly detail: WireRunDetail }) {
  const words = useWords(RUN_WORDS)
  const facts = toRunFacts(detail)
  if (!facts) return <Empty title={words.missing} />
  return (
    <>
      <Facts facts={facts} />
      {facts.failure && <FailureCard failure={facts.failure} frames={detail.frames} />}
      <TraceOf traceId={facts.traceId} runId={facts.runId} isLive={!facts.isEnded} />
      <div className={css.columns}>
        <Values detail={detail} facts={facts} />
      </div>
      <Attempts detail={detail} />
      <Effects detail={detail} />
      <RunLines lines={detail.logs} search={{ run: facts.runId }} />
    </>
  )
}

function TraceOf({
  traceId,
  runId,
  isLive,
}: {
  readonly traceId: string
  readonly runId: string
  readonly isLive: boolean
}) {
  const query = useOwnQuery(traceQuery(traceId))
  useFollow(traceQuery(traceId).queryKey, ['spans', 'logs'], isLive)
  return <Loaded query={query}>{(trace) => <Timeline trace={trace} runId={runId} />}</Loaded>
}
