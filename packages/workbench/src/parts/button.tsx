/** Buttons, also those that are links. A button that cannot be used says why on hover and to screen readers. */
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import css from './button.module.css'
import { classes } from './class-names.ts'
import { Hint } from './hint.tsx'

export type Tone = 'plain' | 'primary' | 'danger' | 'ghost'

interface Look {
  readonly tone?: Tone
  readonly icon?: ReactNode
  /** Only the icon: then `label` is what it is called. */
  readonly label?: string
}

export interface ButtonProps extends Look, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Why it cannot be used now; then it is greyed. */
  readonly refused?: string | undefined
  readonly isBusy?: boolean
}

export function Button({
  tone = 'plain',
  icon,
  label,
  refused,
  isBusy = false,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const isRefused = refused !== undefined
  const button = (
    <button
      type="button"
      className={classes(css.button, css[tone], !children && css.square, className)}
      aria-label={label}
      // Not `disabled`: it could not be reached to learn why.
      aria-disabled={isRefused || isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isRefused || isBusy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {icon}
      {children}
    </button>
  )
  const hint = refused ?? (children ? undefined : label)
  return hint === undefined ? button : <Hint text={hint}>{button}</Hint>
}

function Anchor({
  tone = 'plain',
  icon,
  label,
  className,
  children,
  ref,
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the router gives it its address, so it is a link
    <a
      ref={ref}
      className={classes(css.button, css[tone], !children && css.square, className)}
      aria-label={label}
      {...rest}
    >
      {icon}
      {children}
    </a>
  )
}

/** A link that looks like a button. */
export const ButtonLink: LinkComponent<typeof Anchor> = createLink(Anchor)
