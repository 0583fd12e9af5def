/** What can be done with a step: run it, pause and resume it, see it in the flow or among the endpoints. */
import { getRouteApi } from '@tanstack/react-router'
import { Network, Play, Waypoints } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { useRefusal } from '../../api/allowed.ts'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { later } from '../../parts/later.tsx'
import { PauseButton } from '../../parts/step-actions.tsx'
import { useWords } from '../../words/words.ts'
import { WORDS } from './words.ts'

/** Forms by a schema: not needed to look at a step. */
const RunDialog = later(async () => (await import('./run-dialog.tsx')).RunDialog)

const route = getRouteApi('/steps/$id')

export function StepActions({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { run = false } = route.useSearch()
  const navigate = route.useNavigate()
  const ask = (isAsked: boolean) =>
    void navigate({ search: (old) => ({ ...old, run: isAsked || undefined }), replace: true })
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
        <Button tone="primary" icon={<Play aria-hidden="true" />} refused={refused} onClick={() => ask(true)}>
          {kind === 'noop' ? words.pass : words.run}
        </Button>
      )}
      {run && kind !== 'api' && <RunDialog step={step} onClose={() => ask(false)} />}
    </>
  )
}
