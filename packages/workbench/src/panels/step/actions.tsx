/** What can be done with a step: run it, pause and resume it, see it in the flow or among the endpoints. */
import { Network, Play, Waypoints } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { lazy, Suspense, useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { PauseButton } from '../../parts/step-actions.tsx'
import { useWords } from '../../words/words.ts'
import { WORDS } from './words.ts'

/** Forms by a schema: not needed to look at a step. */
const RunDialog = lazy(async () => ({ default: (await import('./run-dialog.tsx')).RunDialog }))

export function StepActions({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const [isRunning, setRunning] = useState(false)
  const { id, kind, isPaused } = step
  return (
    <>
      <ButtonLink to="/flow" search={{ step: id }} icon={<Network aria-hidden="true" />}>
        {words.inFlow}
      </ButtonLink>
      {(kind === 'event' || kind === 'cron') && <PauseButton stepId={id} isPaused={isPaused} />}
      {kind === 'api' ? (
        <ButtonLink
          tone="primary"
          to="/endpoints"
          search={{ step: id }}
          icon={<Waypoints aria-hidden="true" />}
        >
          {words.endpoint}
        </ButtonLink>
      ) : (
        <Button
          tone="primary"
          icon={<Play aria-hidden="true" />}
          refused={refused}
          onClick={() => setRunning(true)}
        >
          {kind === 'noop' ? words.pass : words.run}
        </Button>
      )}
      {isRunning && (
        <Suspense>
          <RunDialog step={step} onClose={() => setRunning(false)} />
        </Suspense>
      )}
    </>
  )
}
