/** What can be done about a run: try it again, cancel it, run it anew with another input, take it elsewhere. */
import { useQuery } from '@tanstack/react-query'
import { Ban, RotateCcw, SquarePen } from 'lucide-react'
import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { useCommand } from '../../api/commands.ts'
import { infoQuery } from '../../api/queries.ts'
import type { RunFactsShown } from '../../model/runs/run-facts.ts'
import { type RunFacts, toRunCurl, toTest } from '../../model/runs/run-snippets.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { AgainDialog } from './again-dialog.tsx'
import css from './panel.module.css'
import { RUN_WORDS } from './words.ts'

export function Actions({
  detail,
  facts,
}: {
  readonly detail: WireRunDetail
  readonly facts: RunFactsShown
}) {
  const words = useWords(RUN_WORDS)
  const refused = useRefusal()
  const [isAgain, setAgain] = useState(false)
  const { runId, canRetry, canCancel } = facts
  return (
    <div className={css.actions}>
      {detail.run && (
        <>
          <Command
            name="redrive"
            runId={runId}
            refused={refused ?? (canRetry ? undefined : words.retryNot)}
          />
          {canCancel && <Command name="cancel" runId={runId} refused={refused} />}
        </>
      )}
      <Button icon={<SquarePen aria-hidden="true" />} refused={refused} onClick={() => setAgain(true)}>
        {words.again}
      </Button>
      <Snippets detail={detail} facts={facts} />
      {isAgain && <AgainDialog detail={detail} facts={facts} onClose={() => setAgain(false)} />}
    </div>
  )
}

function Command({
  name,
  runId,
  refused,
}: {
  readonly name: 'redrive' | 'cancel'
  readonly runId: string
  readonly refused: string | undefined
}) {
  const words = useWords(RUN_WORDS)
  const command = useCommand(name)
  const isRetry = name === 'redrive'
  return (
    <Button
      icon={isRetry ? <RotateCcw aria-hidden="true" /> : <Ban aria-hidden="true" />}
      tone={isRetry ? 'plain' : 'danger'}
      refused={refused}
      isBusy={command.isPending}
      onClick={() =>
        command.mutate(
          { runId },
          {
            onSuccess: () => toast(isRetry ? words.retryDone : words.cancelDone),
            onError: (error) => toast(error.message, 'bad'),
          },
        )
      }
    >
      {isRetry ? words.retry : words.cancel}
    </Button>
  )
}

function Snippets({
  detail: { run },
  facts,
}: {
  readonly detail: WireRunDetail
  readonly facts: RunFactsShown
}) {
  const words = useWords(RUN_WORDS)
  const { data: info } = useQuery(infoQuery())
  const { stepId, status, request, failure } = facts
  const snippet: RunFacts = {
    stepId,
    status,
    input: run?.input ?? null,
    result: run?.result ?? null,
    ...(request && { request }),
    ...(failure && { failure: failure.message }),
    urls: { api: info?.urls.api ?? 'http://localhost:3000', workbench: location.origin },
  }
  return (
    <>
      <CopyButton text={() => toRunCurl(snippet)} label={words.copyCurl} />
      <CopyButton text={() => toTest(snippet)} label={words.copyTest} />
    </>
  )
}
