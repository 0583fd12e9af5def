/** Above the bars of a waterfall: round times after the begin, and what the colours mean. */
import type { Tick } from '../../model/trace/time-scale.ts'
import type { Waterfall, WaterfallRow } from '../../model/trace/waterfall.ts'
import { toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './timeline.module.css'
import { RUN_WORDS, type RunWords } from './words.ts'

export function Scale({
  fall: { scale },
  ticks,
}: {
  readonly fall: Waterfall
  readonly ticks: readonly Tick[]
}) {
  const words = useWords(RUN_WORDS)
  return (
    <div className={css.scale} aria-hidden="true">
      <span>{words.step}</span>
      <span className={css.bars}>
        {ticks.map(({ ms, left }) => (
          <span key={ms} className={css.tick} style={{ left: `${left}%` }}>
            {ms === 0 ? '0' : toDuration(ms)}
          </span>
        ))}
        {scale.pieces
          .filter(({ isCut }) => isCut)
          .map(({ from, to, left, width }) => (
            <span key={from} className={css.cutLabel} style={{ left: `${left}%`, width: `${width}%` }}>
              {toDuration(to - from)}
            </span>
          ))}
      </span>
    </div>
  )
}

/** Only what is there. */
export function Legend({ rows }: { readonly rows: readonly WaterfallRow[] }) {
  const words = useWords(RUN_WORDS)
  const kinds = new Set(rows.flatMap(({ segments }) => segments.map(toLook)))
  const entries = [
    ['waiting', words.legendWaiting],
    ['queue', words.legendQueue],
    ['limit', words.legendLimit],
    ['ok', words.legendOk],
    ['bad', words.legendBad],
    ['refused', words.legendRefused],
    ['lost', words.legendLost],
    ['running', words.legendRunning],
    ['commit', words.legendCommit],
  ] as const
  const hasLines = rows.some(({ lines }) => lines.length > 0)
  return (
    <ul className={css.legend}>
      {entries.map(([look, name]) =>
        kinds.has(look) ? (
          <li key={look} title={toLegendHint(look, words)}>
            <span className={css.sample} data-look={look} />
            {name}
          </li>
        ) : null,
      )}
      {hasLines && (
        <li>
          <span className={css.sampleLine} />
          {words.legendLine}
        </li>
      )}
    </ul>
  )
}

/** How a segment looks. */
export function toLook(
  segment: WaterfallRow['segments'][number],
): 'waiting' | 'queue' | 'limit' | 'ok' | 'bad' | 'refused' | 'lost' | 'running' | 'commit' {
  if (segment.kind === 'attempt') return segment.mood
  return segment.kind === 'pause' ? 'waiting' : segment.kind
}

/** What is no matter of course. */
function toLegendHint(look: ReturnType<typeof toLook>, words: RunWords): string | undefined {
  if (look === 'queue') return words.legendQueueWhy
  if (look === 'limit') return words.legendLimitWhy
  return look === 'commit' ? words.legendCommitWhy : undefined
}
