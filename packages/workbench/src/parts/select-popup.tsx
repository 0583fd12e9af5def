/** The list that a choice opens: the same for one (select.tsx) and for several (multi-select.tsx). */
import { Select as BaseSelect } from '@base-ui/react/select'
import { Check } from 'lucide-react'
import css from './field.module.css'
import type { Option } from './field.tsx'

/** Within the root of a choice. */
export function SelectPopup({ options }: { readonly options: readonly Option<string>[] }) {
  return (
    <BaseSelect.Portal>
      <BaseSelect.Positioner className={css.place ?? ''} sideOffset={4} alignItemWithTrigger={false}>
        <BaseSelect.Popup className={css.popup ?? ''}>
          {options.map((option) => (
            <BaseSelect.Item key={option.value} value={option.value} className={css.item ?? ''}>
              <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
              <BaseSelect.ItemIndicator>
                <Check aria-hidden="true" />
              </BaseSelect.ItemIndicator>
            </BaseSelect.Item>
          ))}
        </BaseSelect.Popup>
      </BaseSelect.Positioner>
    </BaseSelect.Portal>
  )
}
