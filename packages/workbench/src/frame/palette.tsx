/** ⌘K: to any panel, step or run, and what can be done from anywhere. */
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stepsQuery } from '../api/queries.ts'
import { useWords } from '../words/words.ts'
import css from './palette.module.css'
import { usePageEntries, useStepActionEntries, useViewEntries } from './palette-actions.tsx'
import { PaletteList } from './palette-list.tsx'
import { useFindEntries, usePanelEntries, useStepEntries } from './palette-places.tsx'
import { PALETTE_WORDS } from './palette-words.ts'

export function Palette({ onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const words = useWords(PALETTE_WORDS)
  const [text, setText] = useState('')
  const entries = useEntries(text.trim(), onKeys)
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.shade ?? ''} />
        <Dialog.Popup className={css.dialog ?? ''} aria-label={words.label}>
          <PaletteList
            label={words.label}
            placeholder={words.placeholder}
            nothing={words.nothing}
            typed={text}
            entries={entries}
            onType={setText}
            onChoose={({ act }) => {
              onClose()
              void act()
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useEntries(typed: string, onKeys: () => void) {
  const { data: steps = [] } = useQuery(stepsQuery())
  const stepActions = useStepActionEntries(steps)
  const finds = useFindEntries(typed)
  return [
    ...usePanelEntries(),
    ...useStepEntries(steps),
    // Several for each step: only what one looks for.
    ...(typed ? stepActions : []),
    ...usePageEntries(onKeys),
    ...useViewEntries(),
    ...(typed ? finds : []),
  ]
}
