/** Small marks: a run's status, a log level, a language, a kind of step. Colour never says it alone: the word does. */
import type { Language } from '@motia/core/descriptor'
import type { RunStatus } from '@motia/core/run'
import type { ReactNode } from 'react'
import { defineWords, useWords } from '../words/words.ts'
import css from './badge.module.css'
import { classes } from './class-names.ts'

export type Mood = 'ok' | 'bad' | 'warn' | 'busy' | 'quiet' | 'accent'

export function Badge({
  mood = 'quiet',
  hasDot = false,
  children,
}: {
  readonly mood?: Mood
  readonly hasDot?: boolean
  readonly children: ReactNode
}) {
  return <span className={classes(css.badge, css[mood], hasDot && css.dotted)}>{children}</span>
}

export const STATUS_MOODS: Readonly<Record<RunStatus, Mood>> = {
  waiting: 'quiet',
  scheduled: 'warn',
  queued: 'quiet',
  running: 'busy',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'quiet',
  quarantined: 'bad',
}

export const STATUS_WORDS = defineWords({
  en: {
    waiting: 'Waiting',
    scheduled: 'Scheduled',
    queued: 'Queued',
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    cancelled: 'Cancelled',
    quarantined: 'Quarantined',
  },
  ko: {
    waiting: '선행 대기',
    scheduled: '예약됨',
    queued: '대기 중',
    running: '실행 중',
    succeeded: '성공',
    failed: '실패',
    cancelled: '취소됨',
    quarantined: '격리됨',
  },
})

export function StatusBadge({ status }: { readonly status: RunStatus }) {
  const words = useWords(STATUS_WORDS)
  return (
    <Badge mood={STATUS_MOODS[status]} hasDot>
      {words[status]}
    </Badge>
  )
}

/** An HTTP status. */
export function HttpBadge({ status }: { readonly status: number }) {
  const mood = status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'ok'
  return <Badge mood={mood}>{status}</Badge>
}

export function MethodBadge({ method }: { readonly method: string }) {
  return <span className={classes(css.method, css[`m${method.toUpperCase()}`])}>{method.toUpperCase()}</span>
}

const LANGUAGE_NAMES: Readonly<Record<Language | 'typescript' | 'javascript', readonly [string, string]>> = {
  node: ['TS', 'TypeScript'],
  typescript: ['TS', 'TypeScript'],
  javascript: ['JS', 'JavaScript'],
  python: ['PY', 'Python'],
  ruby: ['RB', 'Ruby'],
}

/** As its makers write it; Node's workers run TypeScript and JavaScript. */
export function toLanguageName(language: Language): string {
  return language === 'node' ? 'Node.js' : LANGUAGE_NAMES[language][1]
}

/** Of a step: `node` is told apart by its file's name. */
export function LanguageMark({ language, file }: { readonly language: Language; readonly file: string }) {
  const name = language === 'node' && /\.[cm]?jsx?$/.test(file) ? 'javascript' : language
  const [short, long] = LANGUAGE_NAMES[name]
  return (
    <span className={classes(css.language, css[name === 'node' ? 'typescript' : name])} title={long}>
      {short}
    </span>
  )
}
