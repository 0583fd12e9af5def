/** A choice from a list that opens. Apart from the other fields: its list weighs more than all of them. */
import { Select as BaseSelect } from '@base-ui/react/select'
import { ChevronDown } from 'lucide-react'
import css from './field.module.css'
import type { Option } from './field.tsx'
import { SelectPopup } from './select-popup.tsx'

export interface SelectProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
}

/** A choice of one, with its label inside. */
export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <BaseSelect.Root
      items={options as Option<T>[]}
      value={value}
      onValueChange={(next) => next !== null && onChange(next as T)}
    >
      <BaseSelect.Trigger className={css.select ?? ''} aria-label={label}>
        <BaseSelect.Value />
        <ChevronDown aria-hidden="true" />
      </BaseSelect.Trigger>
      <SelectPopup options={options} />
    </BaseSelect.Root>
  )
}
