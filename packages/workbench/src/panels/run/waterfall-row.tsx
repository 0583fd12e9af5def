/** One run of a waterfall: its step, indented below what led to it, and its time as bars with log lines as ticks. */
import { Tooltip } from '@base-ui/react/tooltip'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { KnownStep } from '../../api/known-steps.ts'
import { type Tick, toPlace } from '../../model/trace/time-scale.ts'
import type { Waterfall, WaterfallRow } from '../../model/trace/waterfall.ts'
import { LanguageMark, STATUS_WORDS } from '../../parts/badge.tsx'
import { toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { toLook } from './scale.tsx'
import css from './timeline.module.css'
import hint from './waterfall-hint.module.css'
import { RUN_WORDS, type RunWords } from './words.ts'

const MAX_INDENT = 12

export function Row({
  row,
  fall,
  ticks,
  step,
  isChosen,
  isFolded,
  onFold,
}: {
  readonly row: WaterfallRow
  readonly fall: Waterfall
  readonly ticks: readonly Tick[]
  readonly step: KnownStep | undefined
  readonly isChosen: boolean
  readonly isFolded: boolean
  readonly onFold: (runId: string) => void
}) {
  const words = useWords(RUN_WORDS)
  const { runId, stepId, depth, below, failedBelow } = row
  const indent = Math.min(depth, MAX_INDENT) * 14
  return (
    <div className={css.row} data-chosen={isChosen || undefined}>
      <span className={css.name} style={{ paddingLeft: indent }}>
        {below > 0 ? (
          <button
            type="button"
            className={css.fold}
            aria-expanded={!isFolded}
            aria-label={isFolded ? words.unfold(stepId, below, failedBelow) : words.fold(stepId, below)}
            onClick={() => onFold(runId)}
          >
            <ChevronRight aria-hidden="true" />
          </button>
        ) : (
          <span className={css.fold} />
        )}
        {step && <LanguageMark language={step.language} file={step.file} />}
        <span className={css.stepId}>{stepId}</span>
        {isFolded && (
          <span className={css.below} data-failed={failedBelow > 0 || undefined}>
            +{below}
            {failedBelow > 0 && ` · ${words.failedBelow(failedBelow)}`}
          </span>
        )}
      </span>
      <Tooltip.Root>
        <Tooltip.Trigger
          render={
            <Link to="/runs/$id" params={{ id: runId }} className={css.link}>
              <span className={css.read}>{toLabel(row, words)}</span>
              <Bars row={row} fall={fall} ticks={ticks} />
            </Link>
          }
        />
        <Tooltip.Portal>
          <Tooltip.Positioner sideOffset={4} className={hint.place ?? ''}>
            <Tooltip.Popup className={hint.hint ?? ''}>
              <Details row={row} />
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
    </div>
  )
}

function Bars({
  row: { segments, lines, from, to },
  fall: { scale },
  ticks,
}: {
  readonly row: WaterfallRow
  readonly fall: Waterfall
  readonly ticks: readonly Tick[]
}) {
  return (
    <span className={css.bars} aria-hidden="true">
      {ticks.map(({ ms, left }) => (
        <span key={ms} className={css.line} style={{ left: `${left}%` }} />
      ))}
      {scale.pieces
        .filter(({ isCut }) => isCut)
        .map((piece) => (
          <span
            key={piece.from}
            className={css.cut}
            style={{ left: `${piece.left}%`, width: `${piece.width}%` }}
          />
        ))}
      {segments.map((segment) => {
        const left = toPlace(scale, segment.from)
        return (
          <span
            key={`${segment.kind} ${segment.from}`}
            className={css.segment}
            data-look={toLook(segment)}
            style={{ left: `${left}%`, width: `${toPlace(scale, segment.to) - left}%` }}
          />
        )
      })}
      {lines.slice(0, 200).map(({ id, at, level }) => (
        <span key={id} className={css.mark} data-level={level} style={{ left: `${toPlace(scale, at)}%` }} />
      ))}
      <span className={css.took} style={{ left: `${toPlace(scale, to)}%` }}>
        {toDuration(to - from)}
      </span>
    </span>
  )
}

function Details({ row }: { readonly row: WaterfallRow }) {
  const words = useWords(RUN_WORDS)
  const statuses = useWords(STATUS_WORDS)
  const { stepId, status, request, error, segments, lines } = row
  return (
    <>
      <strong>{stepId}</strong>
      <span>{request ? `${request.method} ${request.path} · ${request.status}` : statuses[status]}</span>
      <ul>
        {segments.slice(0, 12).map((segment) => (
          <li key={`${segment.kind} ${segment.from}`} data-look={toLook(segment)}>
            {toSegmentText(segment, words)}
          </li>
        ))}
      </ul>
      {error && <span className={hint.error}>{error}</span>}
      {lines.slice(-3).map(({ id, message }) => (
        <code key={id}>{message}</code>
      ))}
    </>
  )
}

function toSegmentText(segment: WaterfallRow['segments'][number], words: RunWords): string {
  const ms = segment.to - segment.from
  if (segment.kind === 'attempt') return words.attempt(segment.attempt, words[segment.mood], ms)
  return words[segment.kind](ms)
}

/** All that the bars say, for who does not see them. */
function toLabel({ stepId, segments }: WaterfallRow, words: RunWords): string {
  return [stepId, ...segments.map((segment) => toSegmentText(segment, words))].join(', ')
}
