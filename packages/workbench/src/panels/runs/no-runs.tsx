/** No run at all, or none that matches: what to do about either. */
import { getRouteApi } from '@tanstack/react-router'
import type { RunFeedControl } from '../../api/run-feed.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUNS_WORDS } from './words.ts'

const route = getRouteApi('/runs')

export function NoRuns({
  isNarrowed,
  control: { readOlder },
}: {
  readonly isNarrowed: boolean
  readonly control: RunFeedControl
}) {
  const words = useWords(RUNS_WORDS)
  const navigate = route.useNavigate()
  if (!isNarrowed) return <Empty title={words.emptyTitle}>{words.emptyText}</Empty>
  return (
    <Empty title={words.noneTitle}>
      <p>{readOlder ? words.noneFurther : words.noneText}</p>
      <div className={css.choices}>
        {readOlder && (
          <Button tone="primary" onClick={readOlder}>
            {words.further}
          </Button>
        )}
        <Button onClick={() => navigate({ search: {} })}>{words.clear}</Button>
      </div>
    </Empty>
  )
}
