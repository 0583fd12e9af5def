/** Runs a step again with another input: a trigger by id, or the request itself through the project's server. */
import { useNavigate } from '@tanstack/react-router'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { parseJson, toPretty } from '../../model/json.ts'
import type { RunFactsShown } from '../../model/runs/run-facts.ts'
import { MethodBadge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { CodeEditor } from '../../parts/code-editor.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

export function AgainDialog({
  detail: { run },
  facts,
  onClose,
}: {
  readonly detail: WireRunDetail
  readonly facts: RunFactsShown
  readonly onClose: () => void
}) {
  const words = useWords(RUN_WORDS)
  const { stepId, request } = facts
  const [text, setText] = useState(() => toPretty(run?.input ?? undefined))
  const parsed = parseJson(text)
  const { send, isBusy, problem } = useAgain(facts, onClose)
  const invalid = parsed.ok ? undefined : words.againInvalid(parsed.error)
  const hasBody = !request || (request.method !== 'GET' && request.method !== 'HEAD')
  return (
    <Dialog
      title={words.againTitle(stepId)}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{words.closeDialog}</Button>
          <Button
            tone="primary"
            isBusy={isBusy}
            refused={invalid}
            onClick={() => parsed.ok && send(parsed.value)}
          >
            {request ? words.againSend : words.againRun}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {request && (
          <p className={css.target}>
            <MethodBadge method={request.method} />
            <code>{request.path}</code>
          </p>
        )}
        {run?.isAltered && <p className={css.warning}>{words.againAltered}</p>}
        {!run && hasBody && <p className={css.warning}>{words.againNoBody}</p>}
        {hasBody && (
          <Field label={request ? words.againBody : words.againInput} problem={invalid}>
            {(id) => (
              <CodeEditor
                id={id}
                label={request ? words.againBody : words.againInput}
                text={text}
                language="json"
                onChange={setText}
              />
            )}
          </Field>
        )}
        {problem && (
          <p className={css.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  )
}

/** Sends it, and goes to what it led to. */
function useAgain({ stepId, request }: RunFactsShown, onClose: () => void) {
  const words = useWords(RUN_WORDS)
  const navigate = useNavigate()
  const trigger = useCommand('trigger')
  const send = useCommand('request')
  const sendRequest = ({ method, path }: NonNullable<RunFactsShown['request']>, body: unknown) =>
    send.mutate(
      {
        method,
        path,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      },
      {
        onSuccess: ({ status, traceId }) => {
          toast(words.againAnswered(status), status >= 500 ? 'bad' : 'ok')
          onClose()
          void navigate({ to: '/traces/$id', params: { id: traceId } })
        },
      },
    )
  const sendRun = (payload: unknown) =>
    trigger.mutate(
      { target: stepId, payload: payload ?? null },
      {
        onSuccess: ({ runs, traceId }) => {
          toast(words.againDone)
          onClose()
          const first = runs[0]
          if (first && runs.length === 1) void navigate({ to: '/runs/$id', params: { id: first.runId } })
          else void navigate({ to: '/traces/$id', params: { id: traceId } })
        },
      },
    )
  return {
    send: (value: unknown) => (request ? sendRequest(request, value) : sendRun(value)),
    isBusy: trigger.isPending || send.isPending,
    problem: (trigger.error ?? send.error)?.message,
  }
}
