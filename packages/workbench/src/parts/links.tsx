/** Links that every panel needs: to a step, to a run. */
import { Link } from '@tanstack/react-router'
import css from './links.module.css'

export function StepLink({ id }: { readonly id: string }) {
  return (
    <Link to="/steps/$id" params={{ id }} className={css.link}>
      {id}
    </Link>
  )
}

/** @param id of the run; its last eight characters are shown */
export function RunLink({ id, children }: { readonly id: string; readonly children?: React.ReactNode }) {
  return (
    <Link to="/runs/$id" params={{ id }} className={css.link} title={id}>
      {children ?? <code>{id.slice(-8)}</code>}
    </Link>
  )
}
