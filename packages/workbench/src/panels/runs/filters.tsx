/** What the list of runs is narrowed to: every control writes the address. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useKnownSteps } from '../../api/known-steps.ts'
import { graphQuery } from '../../api/queries.ts'
import type { RunsSearch } from '../../model/page/search.ts'
import {
  fromValues,
  RUN_STATUSES,
  toNarrowings,
  toStatuses,
  toValues,
  withoutNarrowing,
} from '../../model/runs/run-filter.ts'
import { STATUS_WORDS } from '../../parts/badge.tsx'
import { Chips } from '../../parts/chips.tsx'
import { SearchInput, Segments } from '../../parts/field.tsx'
import { MultiSelect } from '../../parts/multi-select.tsx'
import { Select } from '../../parts/select.tsx'
import { toDateTime } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { TimeFilter } from './time-filter.tsx'
import { RUNS_WORDS } from './words.ts'

const route = getRouteApi('/runs')

/** What is narrowed is one step back; typing is not. */
export function useNarrow(): (change: Partial<RunsSearch>) => void {
  const navigate = route.useNavigate()
  return useCallback(
    (change) => void navigate({ search: (search: RunsSearch) => ({ ...search, ...change }), replace: true }),
    [navigate],
  )
}

export function RunFilters() {
  const words = useWords(RUNS_WORDS)
  const statuses = useWords(STATUS_WORDS)
  const search = route.useSearch()
  const narrow = useNarrow()
  const steps = useKnownSteps()
  const stepOptions = useMemo(() => [...steps.keys()].map((id) => ({ value: id, label: id })), [steps])
  const setText = useCallback((text: string) => narrow({ text: text || undefined }), [narrow])
  return (
    <>
      <search className={css.filters}>
        <Segments
          label={words.kind}
          value={search.kind ?? 'all'}
          options={(['all', 'run', 'request'] as const).map((value) => ({ value, label: words[value] }))}
          onChange={(kind) => narrow({ kind: kind === 'all' ? undefined : kind })}
        />
        <MultiSelect
          label={words.status}
          values={toStatuses(search.status)}
          options={RUN_STATUSES.map((value) => ({ value, label: statuses[value] }))}
          onChange={(values) => narrow({ status: fromValues(values) })}
        />
        <MultiSelect
          label={words.step}
          values={toValues(search.step)}
          options={stepOptions}
          onChange={(values) => narrow({ step: fromValues(values) })}
        />
        <FlowFilter flow={search.flow} onChange={(flow) => narrow({ flow })} />
        <TimeFilter search={search} onChange={narrow} />
        <SearchInput label={words.search} value={search.text ?? ''} onChange={setText} />
      </search>
      <Narrowings search={search} />
    </>
  )
}

function FlowFilter({
  flow,
  onChange,
}: {
  readonly flow: string | undefined
  readonly onChange: (flow: string | undefined) => void
}) {
  const words = useWords(RUNS_WORDS)
  const { data } = useQuery(graphQuery())
  const flows = data?.flows ?? []
  if (flows.length < 2 && flow === undefined) return null
  return (
    <Select
      label={words.flow}
      value={flow ?? ''}
      options={[
        { value: '', label: words.allFlows },
        ...flows.map(({ id, title }) => ({ value: id, label: title })),
      ]}
      onChange={(value) => onChange(value || undefined)}
    />
  )
}

function Narrowings({ search }: { readonly search: RunsSearch }) {
  const words = useWords(RUNS_WORDS)
  const statuses = useWords(STATUS_WORDS)
  const { data: graph } = useQuery(graphQuery())
  const navigate = route.useNavigate()
  const narrowings = toNarrowings(search)
  const chips = narrowings.map(({ key, value }) => {
    const shown =
      key === 'status' && value in statuses
        ? statuses[value as keyof typeof statuses]
        : key === 'kind' || key === 'window'
          ? words[value as 'run' | 'request' | '5m']
          : key === 'from' || key === 'to'
            ? toDateTime(Number(value))
            : key === 'flow'
              ? (graph?.flows.find(({ id }) => id === value)?.title ?? value)
              : value
    return { key: `${key}:${value}`, name: words[key], value: shown }
  })
  return (
    <Chips
      chips={chips}
      onRemove={(chip) => {
        const narrowing = narrowings.find(({ key, value }) => `${key}:${value}` === chip.key)
        if (narrowing) void navigate({ search: withoutNarrowing(search, narrowing) })
      }}
      onClear={() => void navigate({ search: {} })}
    />
  )
}
