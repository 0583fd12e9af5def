/** How steps and topics hang together, by flow, with what goes on in them. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Workflow } from 'lucide-react'
import type { WireFlow, WireGraph } from 'motia/workbench/wire/steps'
import { useEffect, useMemo, useRef } from 'react'
import { useLive } from '../../api/live.ts'
import { graphQuery, stepsQuery } from '../../api/queries.ts'
import { findNode, selectFlow, toFlowGraph } from '../../model/flow/flow-graph.ts'
import { Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { later } from '../../parts/later.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { Select } from '../../parts/select.tsx'
import { useWords } from '../../words/words.ts'
import css from './flow.module.css'
import { WORDS } from './words.ts'

/** React Flow and what is drawn with it: a chunk of its own. */
const FlowBoard = later(import('./board.tsx').then(({ FlowBoard }) => FlowBoard))

const route = getRouteApi('/flow')
/** No flow is called so: ids of flows are ids of steps or names. */
const ALL = '*'
const RECOUNT_MS = 5_000

export function FlowPanel() {
  const words = useWords(WORDS)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const graph = useQuery(graphQuery())
  const steps = useQuery(stepsQuery())
  const { data } = graph
  useRecount(graph)
  const whole = useMemo(() => data && steps.data && toFlowGraph(data, steps.data), [data, steps.data])
  const flow = data?.flows.find(({ id }) => id === search.flow)
  const shown = useMemo(() => whole && selectFlow(whole, flow), [whole, flow])
  const error = graph.error ?? steps.error
  const choose = (id: string) =>
    void navigate({ search: (before) => ({ ...before, flow: id === ALL ? undefined : id }) })
  const open = (step: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, step }), replace: search.step !== undefined })
  const titleOf = ({ id, title }: WireFlow) => (id === 'alone' ? words.alone : title)
  return (
    <Page
      isFixed
      title={words.title}
      aside={
        data &&
        data.flows.length > 1 && (
          <Select
            label={words.flow}
            value={flow?.id ?? ALL}
            options={[
              { value: ALL, label: words.all },
              ...data.flows.map((each) => ({ value: each.id, label: titleOf(each) })),
            ]}
            onChange={choose}
          />
        )
      }
    >
      <div className={css.panel}>
        {whole && shown && data ? (
          whole.nodes.length === 0 ? (
            <Empty icon={<Workflow aria-hidden="true" />} title={words.nothing}>
              {words.nothingText}
            </Empty>
          ) : (
            <FlowBoard
              name={flow ? titleOf(flow) : words.all}
              whole={whole}
              shown={shown}
              flows={data.flows}
              positions={data.positions}
              opened={findNode(whole, search.step)}
              onOpen={open}
              meanwhile={<Wait />}
            />
          )
        ) : error ? (
          <Problem error={error} onRetry={() => Promise.all([graph.refetch(), steps.refetch()])} />
        ) : (
          <Wait />
        )}
      </div>
    </Page>
  )
}

/** Edges count runs: counted again as there are more, but not at every pulse, since thousands are looked at. */
function useRecount({ dataUpdatedAt, refetch }: UseQueryResult<WireGraph>): void {
  const runs = useLive().pulse?.versions.runs
  const seen = useRef(runs)
  useEffect(() => {
    if (runs === seen.current || Date.now() - dataUpdatedAt < RECOUNT_MS) return
    seen.current = runs
    void refetch({ cancelRefetch: false })
  }, [runs, dataUpdatedAt, refetch])
}

function Wait() {
  return (
    <div className={css.wait}>
      <Bones lines={6} />
    </div>
  )
}
