/** Below the last run: that it goes on, that it ended, or why it does not go on. */
import type { RunFeedControl } from '../../api/run-feed.ts'
import { Button } from '../../parts/button.tsx'
import { Problem } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { RUNS_WORDS } from './words.ts'

export function Foot({ control }: { readonly control: RunFeedControl }) {
  const words = useWords(RUNS_WORDS)
  const { feed, readOlder, olderError } = control
  if (olderError) return <Problem error={olderError} {...(readOlder && { onRetry: readOlder })} />
  if (!readOlder) return <p className={css.foot}>{words.endOfList}</p>
  if (feed?.lookedThrough === undefined) return <p className={css.foot}>{words.loadingMore}</p>
  return (
    <div className={css.foot}>
      <Button onClick={readOlder}>{words.further}</Button>
    </div>
  )
}
