/** What a list is narrowed to, each with a way to take it back. */
import { X } from 'lucide-react'
import { defineWords, useWords } from '../words/words.ts'
import css from './chips.module.css'

const WORDS = defineWords({
  en: { filters: 'Filters', remove: (what: string) => `Remove the filter ${what}`, clear: 'Clear all' },
  ko: { filters: '필터', remove: (what: string) => `필터 제거: ${what}`, clear: '모두 지우기' },
})

export interface Chip {
  readonly key: string
  readonly name: string
  readonly value: string
}

export function Chips({
  chips,
  onRemove,
  onClear,
}: {
  readonly chips: readonly Chip[]
  readonly onRemove: (chip: Chip) => void
  readonly onClear: () => void
}) {
  const words = useWords(WORDS)
  if (chips.length === 0) return null
  return (
    <ul className={css.chips} aria-label={words.filters}>
      {chips.map((chip) => (
        <li key={`${chip.key} ${chip.value}`} className={css.chip}>
          <span className={css.name}>{chip.name}</span>
          <span className={css.value} title={chip.value}>
            {chip.value}
          </span>
          <button
            type="button"
            aria-label={words.remove(`${chip.name} ${chip.value}`)}
            onClick={() => onRemove(chip)}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className={css.clear} onClick={onClear}>
            {words.clear}
          </button>
        </li>
      )}
    </ul>
  )
}
