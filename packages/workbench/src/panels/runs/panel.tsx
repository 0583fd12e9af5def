/** The list of runs: what it is narrowed to is in the address, new runs come in on top. */
import { getRouteApi } from '@tanstack/react-router'
import { ArrowUp } from 'lucide-react'
import { useCallback, useRef } from 'react'
import { useKnownSteps } from '../../api/known-steps.ts'
import { type RunFeedControl, useRunFeed } from '../../api/run-feed.ts'
import { toNarrowings } from '../../model/runs/run-filter.ts'
import { Page } from '../../parts/card.tsx'
import { Hint } from '../../parts/hint.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { type ListControls, type ListEdges, VirtualList } from '../../parts/virtual-list.tsx'
import { useIsNarrow } from '../../parts/width.ts'
import { useWords } from '../../words/words.ts'
import { RunFilters } from './filters.tsx'
import { Foot } from './foot.tsx'
import { NoRuns } from './no-runs.tsx'
import css from './panel.module.css'
import { RunHead, RunRow } from './row.tsx'
import { RUNS_WORDS } from './words.ts'

const route = getRouteApi('/runs')

/** Heights in row.module.css. */
const HEAD_PX = 34
const ROW_PX = 36
const CARD_PX = 58

export function RunsPanel() {
  const words = useWords(RUNS_WORDS)
  const search = route.useSearch()
  const control = useRunFeed(search)
  const { feed, isEarlier, error, refetch } = control
  return (
    <Page title={words.title} isFixed aside={<Facts control={control} />}>
      <RunFilters />
      <section className={css.list} aria-busy={isEarlier} data-earlier={isEarlier || undefined}>
        {feed && feed.rows.length > 0 && <List control={control} />}
        {feed?.rows.length === 0 && !error && (
          <NoRuns isNarrowed={toNarrowings(search).length > 0} control={control} />
        )}
        {isEarlier && error && <Problem error={error} onRetry={refetch} />}
        {!feed && !error && <Bones lines={12} />}
      </section>
    </Page>
  )
}

function List({ control }: { readonly control: RunFeedControl }) {
  const words = useWords(RUNS_WORDS)
  const steps = useKnownSteps()
  const isNarrow = useIsNarrow()
  const list = useRef<ListControls>(null)
  const { feed, readOlder, olderError, setAtStart, setRange, showNewer } = control
  const onEdges = useCallback(({ isAtStart }: ListEdges) => setAtStart(isAtStart), [setAtStart])
  const isSearch = feed?.lookedThrough !== undefined
  if (!feed) return null
  const { newer } = feed
  return (
    <>
      {newer && (
        <button
          type="button"
          className={css.newer}
          onClick={() => {
            showNewer()
            list.current?.toStart()
          }}
        >
          <ArrowUp aria-hidden="true" />
          {words.newer(newer.count, newer.isMore)}
        </button>
      )}
      <VirtualList
        key={isNarrow ? 'cards' : 'rows'}
        label={words.title}
        rows={feed.rows}
        keyOf={({ runId }) => runId}
        row={(run) => <RunRow run={run} step={steps.get(run.stepId)} />}
        rowHeight={isNarrow ? CARD_PX : ROW_PX}
        isEven
        head={isNarrow ? undefined : { height: HEAD_PX, content: <RunHead /> }}
        hasKeys
        placeName="runs"
        controls={list}
        onEnd={isSearch || olderError ? undefined : readOlder}
        onEdges={onEdges}
        onRange={setRange}
        foot={<Foot control={control} />}
      />
    </>
  )
}

/** How much of it all is shown. */
function Facts({ control: { feed, isEarlier } }: { readonly control: RunFeedControl }) {
  const words = useWords(RUNS_WORDS)
  if (!feed || isEarlier) return null
  const { rows, before, sampled, lookedThrough } = feed
  return (
    <p className={css.facts} role="status">
      {rows.length > 0 && <span>{words.shown(rows.length, before !== undefined)}</span>}
      {lookedThrough !== undefined && <span>{words.looked(lookedThrough)}</span>}
      {sampled && (
        <Hint text={words.keptWhy}>
          <button type="button" className={css.kept}>
            {words.kept(sampled.kept, sampled.of)}
          </button>
        </Hint>
      )}
    </p>
  )
}
