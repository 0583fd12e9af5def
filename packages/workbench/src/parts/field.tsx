/** Fields to fill in and to choose from, each with a label that is seen or read out. */
import { Search, X } from 'lucide-react'
import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useState } from 'react'
import { classes } from './class-names.ts'
import css from './field.module.css'

/** A label above whatever is to be filled in; `problem` says what is wrong with it. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly problem?: string | undefined
  readonly children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p className={css.hint}>{hint}</p>}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={classes(css.input, className)} {...rest} />
}

/** A search that tells of a change once typing has paused. */
export function SearchInput({
  label,
  value,
  onChange,
  pauseMs = 120,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly pauseMs?: number
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return undefined
    const timer = setTimeout(() => onChange(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, value, onChange, pauseMs])
  return (
    <div className={css.search}>
      <Search aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onChange(typed)}
      />
      {typed !== '' && (
        <button type="button" aria-label="×" onClick={() => onChange('')}>
          <X aria-hidden="true" />
        </button>
      )}
    </div>
  )
}

/** One of what can be chosen. */
export interface Option<T extends string> {
  readonly value: T
  readonly label: string
}

/** A choice of few, all in view. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a line everywhere
    <div role="group" aria-label={label} className={css.segments}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
