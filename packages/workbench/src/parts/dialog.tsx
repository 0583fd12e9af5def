/** A dialog in the middle, or a drawer at the side; closes with Escape and on a click beside it. */
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { defineWords, useWords } from '../words/words.ts'
import { classes } from './class-names.ts'
import css from './dialog.module.css'

const WORDS = defineWords({ en: { close: 'Close' }, ko: { close: '닫기' } })

const FILLED_IN = 'input:not([type="checkbox"], [aria-hidden="true"]), textarea'
/** Comes later, and then takes the focus from the dialog itself. */
const EDITOR = '[data-editor]:not([data-readonly])'

export function Dialog({
  title,
  isOpen,
  onClose,
  isDrawer = false,
  foot,
  children,
}: {
  readonly title: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  /** At the right side, over the whole height. */
  readonly isDrawer?: boolean
  /** Buttons below. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}) {
  const words = useWords(WORDS)
  const popup = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const findFirst = () => {
    const field = body.current?.querySelector<HTMLElement>(FILLED_IN)
    return field ?? (body.current?.querySelector(EDITOR) ? popup.current : true)
  }
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={css.backdrop ?? ''} />
        <BaseDialog.Popup
          ref={popup}
          className={classes(css.popup, isDrawer ? css.drawer : css.middle)}
          // What is to be filled in comes first, and not the way out.
          initialFocus={findFirst}
        >
          <header className={css.head}>
            <BaseDialog.Title className={css.title ?? ''}>{title}</BaseDialog.Title>
            <BaseDialog.Close className={css.close ?? ''} aria-label={words.close}>
              <X aria-hidden="true" />
            </BaseDialog.Close>
          </header>
          <div ref={body} className={css.body}>
            {children}
          </div>
          {foot && <footer className={css.foot}>{foot}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
