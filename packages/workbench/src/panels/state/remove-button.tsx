/** Deletes a key, once it is confirmed. */
import { getRouteApi } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import type { WireStateItem } from 'motia/workbench/wire/state'
import { useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Problem } from '../../parts/loaded.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/state')

export function RemoveButton({ group, item }: { readonly group: string; readonly item: WireStateItem }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const navigate = route.useNavigate()
  const [isAsked, setAsked] = useState(false)
  const { mutate, isPending, error, reset } = useCommand('state-delete')
  const { key, version } = item
  const close = () => {
    setAsked(false)
    reset()
  }
  const remove = () =>
    mutate(
      { group, key, version },
      {
        onSuccess: () => {
          toast(words.removed(key))
          close()
          void navigate({ search: (before) => ({ ...before, key: undefined }) })
        },
      },
    )
  return (
    <>
      <Button
        tone="danger"
        icon={<Trash2 aria-hidden="true" />}
        refused={refused}
        onClick={() => setAsked(true)}
      >
        {words.remove}
      </Button>
      <Dialog
        title={words.removeTitle(key)}
        isOpen={isAsked}
        onClose={close}
        foot={
          <>
            <Button onClick={close}>{words.cancel}</Button>
            <Button tone="danger" refused={refused} isBusy={isPending} onClick={remove}>
              {words.remove}
            </Button>
          </>
        }
      >
        <div className={css.dialog}>
          <p>{words.removeText(group)}</p>
          {error && <Problem error={error} />}
        </div>
      </Dialog>
    </>
  )
}
