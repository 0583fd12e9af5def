/** A sentence that shows on hover and focus. */
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import css from './hint.module.css'

export function Hint({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className={css.place ?? ''}>
          <Tooltip.Popup className={css.hint ?? ''}>{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
