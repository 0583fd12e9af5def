/** Passes a gate by hand, with the payload that would come from outside. */
import type { WireStep } from 'motia/workbench/wire/steps'
import { useMemo, useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { toSchemaField } from '../../model/schema/schema.ts'
import { isWhole, toDraft } from '../../model/schema/schema-draft.ts'
import { toExample } from '../../model/schema/schema-value.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Problem } from '../../parts/loaded.tsx'
import { SchemaForm } from '../../parts/schema-form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { WORDS } from './words.ts'

export function PassDialog({ step, onClose }: { readonly step: WireStep; readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { id, payloadSchema } = step
  // As it was when the dialog opened: what is typed is not thrown away because the step was saved.
  const [schema] = useState(payloadSchema)
  const field = useMemo(() => toSchemaField(schema), [schema])
  const [draft, setDraft] = useState(() => toDraft(toExample(field) ?? {}))
  const command = useCommand('trigger')
  const pass = () =>
    command.mutate(
      { target: id, payload: draft.value },
      {
        onSuccess: () => {
          toast(words.passed(id))
          onClose()
        },
      },
    )
  return (
    <Dialog
      title={words.passGate(id)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            tone="primary"
            refused={refused ?? (isWhole(draft) ? undefined : words.broken)}
            isBusy={command.isPending}
            onClick={pass}
          >
            {words.pass}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <SchemaForm label={words.payload} field={field} draft={draft} onChange={setDraft} />
        {command.error && <Problem error={command.error} />}
      </div>
    </Dialog>
  )
}
