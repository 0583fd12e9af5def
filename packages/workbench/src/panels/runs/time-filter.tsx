/** The time of a list of runs: a window that ends now, or from one time until another. */
import type { WireWindow } from 'motia/workbench/wire/metrics'
import type { RunsSearch } from '../../model/page/search.ts'
import { toLocalTime, toTime } from '../../model/time/local-time.ts'
import { Input } from '../../parts/field.tsx'
import { Select } from '../../parts/select.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUNS_WORDS } from './words.ts'

const CHOICES = ['anyTime', '5m', '1h', '24h', '7d', 'between'] as const
const HOUR_MS = 3_600_000

export function TimeFilter({
  search: { window, from, to },
  onChange,
}: {
  readonly search: RunsSearch
  readonly onChange: (change: Partial<RunsSearch>) => void
}) {
  const words = useWords(RUNS_WORDS)
  const isBetween = from !== undefined || to !== undefined
  const choose = (choice: (typeof CHOICES)[number]) => {
    if (choice === 'between') {
      const minute = Math.floor(Date.now() / 60_000) * 60_000
      onChange({ window: undefined, from: minute - HOUR_MS, to: undefined })
    } else {
      onChange({
        window: choice === 'anyTime' ? undefined : (choice as WireWindow),
        from: undefined,
        to: undefined,
      })
    }
  }
  return (
    <>
      <Select
        label={words.window}
        value={isBetween ? 'between' : (window ?? 'anyTime')}
        options={CHOICES.map((value) => ({ value, label: words[value] }))}
        onChange={choose}
      />
      {isBetween && (
        <span className={css.time}>
          <Input
            type="datetime-local"
            aria-label={words.from}
            value={toLocalTime(from)}
            onChange={({ target }) => onChange({ from: toTime(target.value) })}
          />
          –
          <Input
            type="datetime-local"
            aria-label={words.to}
            value={toLocalTime(to)}
            onChange={({ target }) => onChange({ to: toTime(target.value) })}
          />
        </span>
      )}
    </>
  )
}
