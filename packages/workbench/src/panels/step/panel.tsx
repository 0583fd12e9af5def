/** A step: what it is, how it fares, what led to it and where it leads, its source, and what can be done with it. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { ApiError } from '../../api/client.ts'
import { stepQuery } from '../../api/queries.ts'
import { DEFAULT_WINDOW } from '../../model/page/search.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Page } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Bones, Problem } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import { StepActions } from './actions.tsx'
import { Connections } from './connections.tsx'
import { StepErrors } from './errors.tsx'
import { Figures } from './figures.tsx'
import { StepTitle, StepWhere } from './header.tsx'
import { Input } from './input.tsx'
import { Options } from './options.tsx'
import { StepQueue } from './queue.tsx'
import { LastRuns } from './runs.tsx'
import { StepSchedule } from './schedule.tsx'
import { Source } from './source.tsx'
import css from './step.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/steps/$id')

export function StepPanel() {
  const words = useWords(WORDS)
  const { id } = route.useParams()
  const { data, error, refetch, isPlaceholderData } = useQuery(stepQuery(id))
  // What is kept while another step is read is not this one.
  const step = data?.id === id ? data : undefined
  if (step && !(error instanceof ApiError && error.status === 404)) return <StepPage key={id} step={step} />
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Page title={id}>
        <Empty icon={<SearchX aria-hidden="true" />} title={words.none}>
          <p>{words.noneText(id)}</p>
          <p className={css.below}>
            <ButtonLink to="/flow">{words.toFlow}</ButtonLink>
          </p>
        </Empty>
      </Page>
    )
  }
  return (
    <Page title={id}>
      {error && !isPlaceholderData ? <Problem error={error} onRetry={refetch} /> : <Bones lines={8} />}
    </Page>
  )
}

function StepPage({ step }: { readonly step: WireStep }) {
  const { id, kind, options } = step
  const { window = DEFAULT_WINDOW } = route.useSearch()
  const isDurable = kind === 'event' || kind === 'cron'
  return (
    <Page
      title={<StepTitle step={step} />}
      lead={typeof options.description === 'string' ? options.description : undefined}
      aside={<StepActions step={step} />}
    >
      <StepWhere step={step} />
      <Figures step={step} window={window} />
      <div className={css.columns}>
        <div className={css.column}>
          <LastRuns id={id} />
          <StepErrors id={id} window={window} />
          <Source id={id} />
        </div>
        <div className={css.column}>
          {kind === 'cron' && <StepSchedule id={id} />}
          {isDurable && <StepQueue id={id} />}
          <Connections id={id} />
          <Options step={step} />
          {kind !== 'cron' && <Input step={step} />}
        </div>
      </div>
    </Page>
  )
}
