/** Failed and quarantined runs as they are at this moment, by step, and the way to try them all again. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useRefusal } from '../../api/allowed.ts'
import { stepsQuery } from '../../api/queries.ts'
import { type Broken, toBroken } from '../../model/errors/errors.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { StepLink } from '../../parts/links.tsx'
import { toCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './errors.module.css'
import { RetryDialog } from './retry-dialog.tsx'
import { WORDS } from './words.ts'

const route = getRouteApi('/errors')

/** Not there where there is nothing to mend. */
export function BrokenRuns({ stepId }: { readonly stepId: string | undefined }) {
  const words = useWords(WORDS)
  const { data: steps = [] } = useQuery(stepsQuery())
  const { retry } = route.useSearch()
  const navigate = route.useNavigate()
  const ask = (retried: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, retry: retried }), replace: true })
  // As it was when one asked: while they are tried again, there are fewer and fewer of them.
  const [asked, setAsked] = useState<Broken>()
  const found = retry === undefined ? undefined : toBroken(steps, retry)[0]
  if (found && asked?.stepId !== retry) setAsked(found)
  if (retry === undefined && asked) setAsked(undefined)
  const broken = toBroken(steps, stepId)
  return (
    <>
      {broken.length > 0 && (
        <Card title={words.broken} aside={words.brokenLead} isFlush>
          <ul className={css.broken}>
            {broken.map((each) => (
              <Row key={each.stepId} broken={each} onRetry={() => ask(each.stepId)} />
            ))}
          </ul>
        </Card>
      )}
      {asked && <RetryDialog broken={asked} onClose={() => ask(undefined)} />}
    </>
  )
}

function Row({ broken, onRetry }: { readonly broken: Broken; readonly onRetry: () => void }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { stepId, failed, quarantined } = broken
  return (
    <li>
      <StepLink id={stepId} />
      <span className={css.badges}>
        {failed > 0 && <Badge mood="bad">{words.failed(toCount(failed))}</Badge>}
        {quarantined > 0 && <Badge mood="warn">{words.quarantined(toCount(quarantined))}</Badge>}
      </span>
      <span className={css.actions}>
        <ButtonLink
          tone="ghost"
          to="/runs"
          search={{ kind: 'run', step: stepId, status: 'failed,quarantined' }}
          aria-label={`${words.show}: ${stepId}`}
        >
          {words.show}
        </ButtonLink>
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          refused={refused}
          onClick={onRetry}
          aria-label={`${words.retryAll}: ${stepId}`}
        >
          {words.retryAll}
        </Button>
      </span>
    </li>
  )
}
