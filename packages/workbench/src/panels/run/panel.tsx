/** A run, or an api request: what became of it and why, where it stands in its trace, and what can be done about it. */

import { getRouteApi } from '@tanstack/react-router'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { useFollow } from '../../api/follow.ts'
import { useOwnQuery } from '../../api/own-data.ts'
import { runQuery, traceQuery } from '../../api/queries.ts'
import { toRunFacts } from '../../model/runs/run-facts.ts'
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
  return (
    <Page
      title={facts ? <Heading facts={facts} /> : words.title}
      aside={query.data && facts && <Actions detail={query.data} facts={facts} />}
    >
      <Settling id={id} endedAt={facts?.isEnded ? (facts.finishedAt ?? 0) : undefined} />
      <Loaded query={query}>{(detail) => <Detail key={id} detail={detail} />}</Loaded>
    </Page>
  )
}

/** Reads on until what was seen of a run is stored. Apart, since a clock runs here. */
function Settling({ id, endedAt }: { readonly id: string; readonly endedAt: number | undefined }) {
  const now = useNow()
  useFollow(runQuery(id).queryKey, ['spans', 'logs'], endedAt === undefined || now < endedAt + SETTLE_MS)
  return null
}

function Detail({ detail }: { readonly detail: WireRunDetail }) {
  const words = useWords(RUN_WORDS)
  const facts = toRunFacts(detail)
  if (!facts) return <Empty title={words.missing} />
  return (
    <>
      <Facts facts={facts} />
      {facts.failure && (
        <FailureCard
          failure={facts.failure}
          frames={detail.frames}
          isRefusal={facts.status !== 'failed' && facts.request !== undefined}
        />
      )}
      <TraceOf traceId={facts.traceId} runId={facts.runId} />
      <div className={css.columns}>
        <Values detail={detail} facts={facts} />
      </div>
      <Attempts detail={detail} />
      <Effects detail={detail} />
      <RunLines lines={detail.logs} search={{ run: facts.runId }} />
    </>
  )
}

function TraceOf({ traceId, runId }: { readonly traceId: string; readonly runId: string }) {
  const query = useOwnQuery(traceQuery(traceId))
  // Others of the trace may go on, whatever became of this run.
  useFollow(traceQuery(traceId).queryKey, ['spans', 'logs'])
  return <Loaded query={query}>{(trace) => <Timeline trace={trace} runId={runId} />}</Loaded>
}
