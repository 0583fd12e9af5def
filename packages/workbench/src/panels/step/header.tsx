/** Above everything else of a step: what it is called, what kind it is, how it fares, where it is written. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { WireStep } from 'motia/workbench/wire/steps'
import { infoQuery } from '../../api/queries.ts'
import { DEFAULT_WINDOW } from '../../model/page/search.ts'
import { toHealth } from '../../model/steps/step-health.ts'
import { toTrigger } from '../../model/steps/step-trigger.ts'
import { describeCron } from '../../model/time/cron-words.ts'
import { Badge, LanguageMark, MethodBadge } from '../../parts/badge.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { HealthBadge, KindIcon } from '../../parts/step-marks.tsx'
import { WindowPicker } from '../../parts/window-picker.tsx'
import { useLanguage, useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/steps/$id')

export function StepTitle({ step }: { readonly step: WireStep }) {
  const { id, kind, language, file } = step
  return (
    <span className={css.title}>
      <KindIcon kind={kind} />
      <span className={css.name}>{id}</span>
      <LanguageMark language={language} file={file} />
      <Badge>{kind}</Badge>
      <HealthBadge health={toHealth(step)} />
    </span>
  )
}

/** What triggers it, the file, and how far back the figures below go. */
export function StepWhere({ step }: { readonly step: WireStep }) {
  const { window = DEFAULT_WINDOW } = route.useSearch()
  const navigate = route.useNavigate()
  const place = step.line === undefined ? step.file : `${step.file}:${step.line}`
  return (
    <div className={css.where}>
      <Trigger step={step} />
      <span className={css.file}>
        <code>{place}</code>
        <CopyButton text={place} isSmall />
      </span>
      <span className={css.end}>
        <WindowPicker
          value={window}
          onChange={(next) => void navigate({ search: { window: next }, replace: true })}
        />
      </span>
    </div>
  )
}

function Trigger({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const language = useLanguage()
  const { data: info } = useQuery(infoQuery())
  const trigger = toTrigger(step)
  if (trigger.kind === 'api') {
    return (
      <span className={css.trigger}>
        <MethodBadge method={trigger.method} />
        <code>{trigger.path}</code>
      </span>
    )
  }
  if (trigger.kind === 'cron') {
    const meaning = describeCron(trigger.schedule, language)
    return (
      <span className={css.trigger}>
        {meaning}
        <code>{trigger.schedule}</code>
        {trigger.timezone && <span className={css.quiet}>{words.zone(trigger.timezone)}</span>}
      </span>
    )
  }
  const names = trigger.kind === 'event' ? trigger.topics : trigger.from
  if (names.length === 0) {
    const isByHand = trigger.kind === 'noop'
    const text = step.id === info?.errorStep ? words.onErrors : isByHand ? words.byHand : words.byId(step.id)
    return <span className={css.quiet}>{text}</span>
  }
  return (
    <span className={css.trigger}>
      {names.map((name) => (
        <code key={name}>{name}</code>
      ))}
    </span>
  )
}
