/** Adds a key, in a group that is there or a new one. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { parseJson } from '../../model/json.ts'
import { Button } from '../../parts/button.tsx'
import { CodeEditor } from '../../parts/code-editor.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { Problem } from '../../parts/loaded.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

const route = getRouteApi('/state')

export function NewKeyDialog({
  group: first,
  onClose,
}: {
  readonly group: string
  readonly onClose: () => void
}) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const navigate = route.useNavigate()
  const [group, setGroup] = useState(first)
  const [key, setKey] = useState('')
  const [text, setText] = useState('{}')
  const { mutate, isPending, error } = useCommand('state-set')
  const parsed = parseJson(text)
  const isComplete = group !== '' && key !== ''
  const problem = isComplete
    ? parsed.ok && parsed.value !== undefined
      ? undefined
      : words.noJson
    : words.incomplete
  const add = () => {
    if (!parsed.ok) return
    mutate(
      { group, key, value: parsed.value, version: 0 },
      {
        onSuccess: () => {
          toast(words.saved(key))
          onClose()
          void navigate({ search: { group, key } })
        },
      },
    )
  }
  return (
    <Dialog
      title={words.newTitle}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button tone="primary" refused={refused ?? problem} isBusy={isPending} onClick={add}>
            {words.add}
          </Button>
        </>
      }
    >
      <div className={css.dialog}>
        <Field label={words.group}>
          {(id) => (
            <Input
              id={id}
              value={group}
              onChange={({ target }) => setGroup(target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label={words.key} problem={error?.status === 409 ? words.exists : undefined}>
          {(id) => (
            <Input id={id} value={key} onChange={({ target }) => setKey(target.value)} autoComplete="off" />
          )}
        </Field>
        <div className={css.dialogValue}>
          <span className={css.dialogLabel}>{words.value}</span>
          <CodeEditor label={words.value} text={text} language="json" onChange={setText} />
        </div>
        {error && error.status !== 409 && <Problem error={error} />}
      </div>
    </Dialog>
  )
}
