/** What stands where there is nothing: a sentence that says why, and what to do next. */
import type { ReactNode } from 'react'
import css from './empty.module.css'

export function Empty({
  icon,
  title,
  children,
}: {
  readonly icon?: ReactNode
  readonly title: string
  /** What to do about it. */
  readonly children?: ReactNode
}) {
  return (
    <div className={css.empty} role="status">
      {icon}
      <p className={css.title}>{title}</p>
      {children && <div className={css.text}>{children}</div>}
    </div>
  )
}
