/** A choice of several from a list; its button says which, or how many. */
import { Select as BaseSelect } from '@base-ui/react/select'
import { ChevronDown } from 'lucide-react'
import css from './field.module.css'
import type { Option } from './field.tsx'
import { SelectPopup } from './select-popup.tsx'

export function MultiSelect<T extends string>({
  label,
  values,
  options,
  onChange,
}: {
  readonly label: string
  readonly values: readonly T[]
  readonly options: readonly Option<T>[]
  readonly onChange: (values: readonly T[]) => void
}) {
  const chosen = options.filter(({ value }) => values.includes(value))
  const shown = chosen.length === 1 ? chosen[0]?.label : label
  return (
    <BaseSelect.Root
      multiple
      items={options as Option<T>[]}
      value={values as T[]}
      onValueChange={(next: T[]) => onChange(next)}
    >
      <BaseSelect.Trigger className={css.select ?? ''} aria-label={label}>
        <span className={css.cut}>{shown}</span>
        {chosen.length > 1 && <span className={css.count}>{chosen.length}</span>}
        <ChevronDown aria-hidden="true" />
      </BaseSelect.Trigger>
      <SelectPopup options={options} />
    </BaseSelect.Root>
  )
}
