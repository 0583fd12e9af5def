/** A figure with its name: the first thing that is read. */
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import { Hint } from './hint.tsx'
import css from './stat.module.css'

export function Stat({
  name,
  figure,
  detail,
  mood,
  hint,
  children,
}: {
  readonly name: string
  readonly figure: ReactNode
  /** Small, below. */
  readonly detail?: ReactNode
  readonly mood?: 'ok' | 'bad' | 'warn' | undefined
  /** What it means, on hover and focus of the name. */
  readonly hint?: string
  /** A sparkline, say. */
  readonly children?: ReactNode
}) {
  return (
    <div className={css.stat}>
      <dt className={css.name}>{hint ? <Hinted name={name} hint={hint} /> : name}</dt>
      <dd className={classes(css.figure, mood && css[mood])}>{figure}</dd>
      {detail && <dd className={css.detail}>{detail}</dd>}
      {children && <dd>{children}</dd>}
    </div>
  )
}

function Hinted({ name, hint }: { readonly name: string; readonly hint: string }) {
  return (
    <Hint text={hint}>
      <button type="button" className={css.hinted} aria-description={hint}>
        {name}
      </button>
    </Hint>
  )
}

/** Several beside each other. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return <dl className={css.stats}>{children}</dl>
}
