/** Runs a step by hand, with a payload that is filled in by its schema. */
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
import css from './step.module.css'
import { WORDS } from './words.ts'

export function RunDialog({ step, onClose }: { readonly step: WireStep; readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { id, kind } = step
  // As it was when the dialog opened: what is typed is not thrown away because the step was saved.
  const [schema] = useState(step.payloadSchema)
  const field = useMemo(() => toSchemaField(schema), [schema])
  const [draft, setDraft] = useState(() => toDraft(toExample(field) ?? {}))
  const command = useCommand('trigger')
  const takesPayload = kind !== 'cron'
  const isPassed = kind === 'noop'
  const run = () =>
    command.mutate(takesPayload ? { target: id, payload: draft.value } : { target: id }, {
      onSuccess: ({ runs: [first] }) => {
        const link = first && { runId: first.runId, text: words.showRun }
        toast(isPassed ? words.passed(id) : words.started(id), 'ok', link)
        onClose()
      },
    })
  return (
    <Dialog
      title={isPassed ? words.passStep(id) : words.runStep(id)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            tone="primary"
            refused={refused ?? (isWhole(draft) ? undefined : words.broken)}
            isBusy={command.isPending}
            onClick={run}
          >
            {isPassed ? words.pass : words.run}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {takesPayload ? (
          <SchemaForm label={words.payload} field={field} draft={draft} onChange={setDraft} />
        ) : (
          <p>{words.cronText}</p>
        )}
        {command.error && <Problem error={command.error} />}
      </div>
    </Dialog>
  )
}
