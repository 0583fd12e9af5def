/** How often a kind of error occurred, and how that went over the window. */
import type { WireErrorDetail } from 'motia/workbench/wire/errors'
import { Sparkline } from '../../parts/sparkline.tsx'
import { Stat, Stats } from '../../parts/stat.tsx'
import { Ago } from '../../parts/time.tsx'
import { toCount, toDateTime } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './error-panel.module.css'
import { WORDS } from './words.ts'

export function ErrorFigures({ detail }: { readonly detail: WireErrorDetail }) {
  const words = useWords(WORDS)
  const { count, final, firstAt, lastAt, trend } = detail
  return (
    <Stats>
      <Stat name={words.count} hint={words.countHint} figure={toCount(count)}>
        <span className={css.trend}>
          <Sparkline values={trend} label={words.trendLabel(toCount(count))} mood="bad" />
        </span>
      </Stat>
      <Stat
        name={words.final}
        hint={words.finalHint}
        figure={toCount(final)}
        detail={words.finalDetail}
        mood={final > 0 ? 'bad' : undefined}
      />
      <Stat
        name={words.retriedName}
        hint={words.retriedHint}
        figure={toCount(count - final)}
        detail={words.retriedDetail}
      />
      <Stat
        name={words.first}
        hint={words.firstHint}
        figure={<Ago at={firstAt} />}
        detail={toDateTime(firstAt)}
      />
      <Stat name={words.last} figure={<Ago at={lastAt} />} detail={toDateTime(lastAt)} />
    </Stats>
  )
}
