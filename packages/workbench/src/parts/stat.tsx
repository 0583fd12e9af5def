/** A figure with its name: the first thing that is read. */
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import css from './stat.module.css'

export function Stat({
  name,
  figure,
  detail,
  mood,
  children,
}: {
  readonly name: string
  readonly figure: ReactNode
  /** Small, below. */
  readonly detail?: ReactNode
  readonly mood?: 'ok' | 'bad' | 'warn' | undefined
  /** A sparkline, say. */
  readonly children?: ReactNode
}) {
  return (
    <div className={css.stat}>
      <dt className={css.name}>{name}</dt>
      <dd className={classes(css.figure, mood && css[mood])}>{figure}</dd>
      {detail && <dd className={css.detail}>{detail}</dd>}
      {children && <dd>{children}</dd>}
    </div>
  )
}

/** Several beside each other. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return <dl className={css.stats}>{children}</dl>
}
