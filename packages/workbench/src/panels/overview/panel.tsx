/** The first screen: how the project fares now and over the window, what fails, what is slow, and every step's figures. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { WireMetrics } from 'motia/workbench/wire/metrics'
import type { WireStep } from 'motia/workbench/wire/steps'
import { useMemo } from 'react'
import { useLive } from '../../api/live.ts'
import { metricsQuery, stepsQuery } from '../../api/queries.ts'
import { hasNeverRun, toStepRows } from '../../model/figures/overview.ts'
import { DEFAULT_WINDOW } from '../../model/page/search.ts'
import { Page } from '../../parts/card.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { WindowPicker } from '../../parts/window-picker.tsx'
import { useWords } from '../../words/words.ts'
import { Charts } from './charts.tsx'
import { Failing } from './failing.tsx'
import { Figures } from './figures.tsx'
import { FirstSteps } from './first-steps.tsx'
import css from './overview.module.css'
import { Slowest } from './slowest.tsx'
import { StepTable } from './step-table.tsx'
import { WORDS } from './words.ts'

const route = getRouteApi('/')

export function OverviewPanel() {
  const words = useWords(WORDS)
  const { window = DEFAULT_WINDOW } = route.useSearch()
  const navigate = route.useNavigate()
  const steps = useQuery(stepsQuery())
  const metrics = useQuery(metricsQuery(window))
  const error = steps.error ?? metrics.error
  const isFresh = steps.data && metrics.data && hasNeverRun(steps.data, metrics.data)
  const picker = (
    <WindowPicker
      value={window}
      onChange={(next) => void navigate({ search: (old) => ({ ...old, window: next }), replace: true })}
    />
  )
  return (
    <Page title={words.title} aside={!isFresh && picker}>
      {isFresh ? (
        <FirstSteps steps={steps.data} />
      ) : steps.data && metrics.data ? (
        <Content steps={steps.data} metrics={metrics.data} />
      ) : error ? (
        <Problem error={error} onRetry={() => Promise.all([steps.refetch(), metrics.refetch()])} />
      ) : (
        <Bones lines={12} />
      )}
    </Page>
  )
}

function Content({ steps, metrics }: { readonly steps: readonly WireStep[]; readonly metrics: WireMetrics }) {
  const counts = useLive().pulse?.counts
  const rows = useMemo(() => toStepRows(steps, metrics.steps, counts), [steps, metrics.steps, counts])
  return (
    <>
      <Figures metrics={metrics} rows={rows} />
      <Charts metrics={metrics} />
      <div className={css.pair}>
        <Failing window={metrics.window} />
        <Slowest rows={rows} />
      </div>
      <StepTable rows={rows} />
    </>
  )
}
