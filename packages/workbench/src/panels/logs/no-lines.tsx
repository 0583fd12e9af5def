/** Where there are no lines, or none before: why, and how to look further. */
import { getRouteApi } from '@tanstack/react-router'
import type { LogTailControl } from '../../api/log-tail.ts'
import { toLogNarrowings } from '../../model/logs/log-filter.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useWords } from '../../words/words.ts'
import css from './panel.module.css'
import { LOGS_WORDS } from './words.ts'

const route = getRouteApi('/logs')

export function NoLines({
  control: { readEarlier, isReadingEarlier },
}: {
  readonly control: LogTailControl
}) {
  const words = useWords(LOGS_WORDS)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  if (toLogNarrowings(search).length === 0) return <Empty title={words.emptyTitle}>{words.emptyText}</Empty>
  return (
    <Empty title={words.noneTitle}>
      <p>{readEarlier ? words.noneFurther : words.noneText}</p>
      <div className={css.choices}>
        {readEarlier && (
          <Button tone="primary" isBusy={isReadingEarlier} onClick={readEarlier}>
            {words.earlier}
          </Button>
        )}
        <Button onClick={() => navigate({ search: {} })}>{words.clear}</Button>
      </div>
    </Empty>
  )
}

/** Above the first line. */
export function Begin({
  control: { readEarlier, isReadingEarlier },
  isSearch,
}: {
  readonly control: LogTailControl
  readonly isSearch: boolean
}) {
  const words = useWords(LOGS_WORDS)
  if (!readEarlier) return <p className={css.begin}>{words.begin}</p>
  if (!isSearch || isReadingEarlier) return <p className={css.begin}>{words.readingEarlier}</p>
  return (
    <p className={css.begin}>
      <button type="button" className={css.further} onClick={readEarlier}>
        {words.earlier}
      </button>
    </p>
  )
}
