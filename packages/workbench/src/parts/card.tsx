/** A box with a title, and what a panel consists of. */
import type { ReactNode } from 'react'
import css from './card.module.css'
import { classes } from './class-names.ts'

export interface CardProps {
  readonly title?: ReactNode
  /** Beside the title, at the end. */
  readonly aside?: ReactNode
  /** Without inner margins: for tables and charts. */
  readonly isFlush?: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Card({ title, aside, isFlush = false, className, children }: CardProps) {
  return (
    <section className={classes(css.card, className)}>
      {(title || aside) && (
        <header className={css.head}>
          <h2>{title}</h2>
          {aside && <div className={css.aside}>{aside}</div>}
        </header>
      )}
      <div className={isFlush ? css.flush : css.body}>{children}</div>
    </section>
  )
}

/** A panel's page: its title, what belongs beside it, and the rest. `isWide` takes the whole height, without scrolling. */
export function Page({
  title,
  lead,
  aside,
  isFixed = false,
  children,
}: {
  readonly title: ReactNode
  /** One sentence below the title. */
  readonly lead?: ReactNode
  readonly aside?: ReactNode
  /** Takes exactly the height that there is: what scrolls is inside. */
  readonly isFixed?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={classes(css.page, isFixed && css.fixed)}>
      <header className={css.top}>
        <div className={css.titles}>
          <h1 className={css.title}>{title}</h1>
          {lead && <p className={css.lead}>{lead}</p>}
        </div>
        {aside && <div className={css.actions}>{aside}</div>}
      </header>
      {children}
    </div>
  )
}
