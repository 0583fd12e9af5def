/** What log lines are narrowed to: every control writes the address. */
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useKnownSteps } from '../../api/known-steps.ts'
import { toLogNarrowings, withoutLogNarrowing } from '../../model/logs/log-filter.ts'
import type { LogsSearch } from '../../model/page/search.ts'
import { Chips } from '../../parts/chips.tsx'
import { SearchInput } from '../../parts/field.tsx'
import { Select } from '../../parts/select.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { LOGS_WORDS } from './words.ts'

const route = getRouteApi('/logs')

const LEVELS = ['info', 'warn', 'error'] as const
/** Ids are long; their ends tell them apart. */
const MAX_ID = 16

export function LogFilters() {
  const words = useWords(LOGS_WORDS)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const steps = useKnownSteps()
  const stepIds = useMemo(() => [...steps.keys()], [steps])
  const narrow = useCallback(
    (change: Partial<LogsSearch>) =>
      void navigate({ search: (before: LogsSearch) => ({ ...before, ...change }), replace: true }),
    [navigate],
  )
  const setText = useCallback((text: string) => narrow({ text: text || undefined }), [narrow])
  return (
    <>
      <search className={css.filters}>
        <SearchInput label={words.search} value={search.text ?? ''} onChange={setText} />
        <Select
          label={words.level}
          value={search.level === 'debug' ? '' : (search.level ?? '')}
          options={[
            { value: '', label: words.allLevels },
            ...LEVELS.map((value) => ({ value, label: words[value] })),
          ]}
          onChange={(value) => narrow({ level: (value || undefined) as LogsSearch['level'] })}
        />
        <Select
          label={words.step}
          value={search.step ?? ''}
          options={[
            { value: '', label: words.allSteps },
            ...toOptions(search.step, stepIds).map((value) => ({ value, label: value })),
          ]}
          onChange={(value) => narrow({ step: value || undefined })}
        />
        <p className={css.hint}>{words.hint}</p>
      </search>
      <Narrowings search={search} />
    </>
  )
}

/** Also a step that is not there any more can have written lines. */
function toOptions(step: string | undefined, known: readonly string[]): readonly string[] {
  return step === undefined || known.includes(step) ? known : [step, ...known]
}

function Narrowings({ search }: { readonly search: LogsSearch }) {
  const words = useWords(LOGS_WORDS)
  const navigate = route.useNavigate()
  const narrowings = toLogNarrowings(search)
  const chips = narrowings.map(({ key, value }) => ({
    key: `${key}:${value}`,
    name: words[key],
    value: toShown(key, value, words),
  }))
  return (
    <Chips
      chips={chips}
      onRemove={(chip) => {
        const narrowing = narrowings.find(({ key, value }) => `${key}:${value}` === chip.key)
        if (narrowing) void navigate({ search: withoutLogNarrowing(search, narrowing) })
      }}
      onClear={() => void navigate({ search: {} })}
    />
  )
}

function toShown(key: string, value: string, words: { info: string; warn: string; error: string }): string {
  if (key === 'level' && value in words) return words[value as 'info']
  const isId = (key === 'run' || key === 'trace') && value.length > MAX_ID
  return isId ? `…${value.slice(-8)}` : value
}
