/** The steps that take longest, as bars. */
import { Timer } from 'lucide-react'
import type { CSSProperties } from 'react'
import { type StepRow, toSlowest } from '../../model/figures/overview.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { StepLink } from '../../parts/links.tsx'
import { toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './overview.module.css'
import { WORDS } from './words.ts'

const SHOWN = 7

export function Slowest({ rows }: { readonly rows: readonly StepRow[] }) {
  const words = useWords(WORDS)
  const slow = toSlowest(rows, SHOWN)
  return (
    <Card title={words.slowest} aside={words.slowestBy} isFlush>
      {slow.length === 0 ? (
        <Empty icon={<Timer aria-hidden="true" />} title={words.slowestNone}>
          {words.slowestNoneText}
        </Empty>
      ) : (
        <ol className={css.slowest}>
          {slow.map(({ id, p95, share }) => (
            <li key={id}>
              <span className={css.slowName}>
                <StepLink id={id} />
              </span>
              <span className={css.slowFigure}>{toDuration(p95)}</span>
              <span className={css.slowBar} style={{ '--share': share } as CSSProperties} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
