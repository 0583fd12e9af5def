/** A line that a step wrote: when, how grave, what, its fields; unfolded, all of it as JSON. For runs, traces and logs. */
import type { LogLevel } from '@motia/core/events'
import { ChevronRight } from 'lucide-react'
import type { WireLogs } from 'motia/workbench/wire/logs'
import { memo } from 'react'
import { toFieldTexts } from '../model/logs/log-fields.ts'
import { toClock, toDateTime } from '../words/format.ts'
import { defineWords, useWords } from '../words/words.ts'
import { JsonView } from './json-view.tsx'
import { RunLink, StepLink } from './links.tsx'
import css from './log-line.module.css'

export const LEVEL_WORDS = defineWords({
  en: { debug: 'Debug', info: 'Info', warn: 'Warn', error: 'Error' },
  ko: { debug: '디버그', info: '정보', warn: '경고', error: '오류' },
})

const WORDS = defineWords({
  en: {
    open: 'Show the whole line',
    line: 'Log line',
    find: (field: string) => `Find lines with ${field}`,
  },
  ko: {
    open: '전체 보기',
    line: '로그',
    find: (field: string) => `${field}인 로그 찾기`,
  },
})

export type LogRecord = WireLogs['lines'][number]

export function LevelMark({ level }: { readonly level: LogLevel }) {
  const words = useWords(LEVEL_WORDS)
  return <span className={`${css.level} ${css[level]}`}>{words[level]}</span>
}

export const LogLine = memo(function LogLine({
  line,
  isOpen,
  onToggle,
  onWords,
  hasLinks = false,
}: {
  readonly line: LogRecord
  readonly isOpen: boolean
  readonly onToggle: (id: number) => void
  /** Clicked on a field: words that find its value. Without, fields are only read. */
  readonly onWords?: ((words: string) => void) | undefined
  /** With the way to its run, where that is not known anyway. */
  readonly hasLinks?: boolean
}) {
  const words = useWords(WORDS)
  const { id, at, level, message, fields } = line
  return (
    <div className={css.line} data-level={level} data-open={isOpen || undefined}>
      <button
        type="button"
        className={css.fold}
        aria-expanded={isOpen}
        aria-label={words.open}
        onClick={() => onToggle(id)}
      >
        <ChevronRight aria-hidden="true" />
      </button>
      <time className={css.at} dateTime={new Date(at).toISOString()} title={toDateTime(at)}>
        {toClock(at, true)}
      </time>
      <LevelMark level={level} />
      {hasLinks && (
        <span className={css.links}>
          <Origin line={line} />
        </span>
      )}
      <span className={css.text}>
        <span className={css.message}>{message}</span>
        {toFieldTexts(fields).map(({ name, text, words: find }) => (
          <span key={name} className={css.field}>
            <span className={css.name}>{name}=</span>
            {onWords && find ? (
              <button
                type="button"
                className={css.value}
                title={words.find(find)}
                onClick={() => onWords(find)}
              >
                {text}
              </button>
            ) : (
              <span>{text}</span>
            )}
          </span>
        ))}
      </span>
      {isOpen && (
        <div className={css.whole}>
          <JsonView value={line} label={words.line} />
        </div>
      )}
    </div>
  )
})

/** Of a step's line: to its run. */
function Origin({ line: { runId, stepId } }: { readonly line: LogRecord }) {
  if (runId !== undefined) return <RunLink id={runId}>{stepId ?? runId.slice(-8)}</RunLink>
  return stepId === undefined ? null : <StepLink id={stepId} />
}
