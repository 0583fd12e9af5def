/** A box to tick, its label seen or only read out. Between ticked and not if only some of what it stands for are. */

import css from './checkbox.module.css'
import { classes } from './class-names.ts'

export function Checkbox({
  label,
  checked,
  isSome = false,
  isLabelShown = false,
  refused,
  onChange,
}: {
  readonly label: string
  readonly checked: boolean
  /** Some are ticked, not all. */
  readonly isSome?: boolean
  readonly isLabelShown?: boolean
  /** Why it cannot be ticked; then it is greyed. */
  readonly refused?: string | undefined
  readonly onChange: (checked: boolean) => void
}) {
  const isRefused = refused !== undefined
  return (
    <label className={classes(css.checkbox, isRefused && css.refused)} title={refused}>
      <input
        type="checkbox"
        checked={checked}
        disabled={isRefused}
        aria-label={isLabelShown ? undefined : label}
        ref={(element) => {
          if (element) element.indeterminate = isSome && !checked
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      {isLabelShown && <span>{label}</span>}
    </label>
  )
}
