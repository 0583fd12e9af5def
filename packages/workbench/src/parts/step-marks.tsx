/** Small marks of a step: the icon of its kind, and how it fares as a dot with a word. */
import type { StepKind } from '@motia/core/step'
import { Clock, DoorOpen, Globe, type LucideIcon, Zap } from 'lucide-react'
import type { StepHealth } from '../model/steps/step-health.ts'
import { defineWords, useWords } from '../words/words.ts'
import { Badge, type Mood } from './badge.tsx'
import { classes } from './class-names.ts'
import css from './step-marks.module.css'

const KIND_ICONS: Readonly<Record<StepKind, LucideIcon>> = {
  api: Globe,
  event: Zap,
  cron: Clock,
  noop: DoorOpen,
}

export function KindIcon({ kind }: { readonly kind: StepKind }) {
  const Icon = KIND_ICONS[kind]
  return <Icon className={css.kind} aria-hidden="true" />
}

export const HEALTH_WORDS = defineWords({
  en: { ok: 'OK', failing: 'Failing', idle: 'Idle', paused: 'Paused', unloaded: 'Not loaded' },
  ko: { ok: '정상', failing: '실패 발생', idle: '유휴', paused: '일시 중지', unloaded: '로드되지 않음' },
})

const HEALTH_MOODS: Readonly<Record<StepHealth, Mood>> = {
  ok: 'ok',
  failing: 'bad',
  idle: 'quiet',
  paused: 'warn',
  unloaded: 'warn',
}

/** A dot and the word, without a ground: where a badge would be too much. */
export function HealthMark({ health }: { readonly health: StepHealth }) {
  const words = useWords(HEALTH_WORDS)
  return <span className={classes(css.health, css[HEALTH_MOODS[health]])}>{words[health]}</span>
}

export function HealthBadge({ health }: { readonly health: StepHealth }) {
  const words = useWords(HEALTH_WORDS)
  return (
    <Badge mood={HEALTH_MOODS[health]} hasDot>
      {words[health]}
    </Badge>
  )
}
