/** What can be asked of a step from anywhere. Pure; frame/palette.tsx offers it. */
import type { WireStep } from 'motia/workbench/wire/steps'

/** `try`: an api step is asked by a request, from Endpoints. */
export type StepCommand = 'run' | 'pass' | 'try' | 'pause' | 'resume' | 'retry'

const FIRST = { api: 'try', noop: 'pass', event: 'run', cron: 'run' } as const

/** What fits it as it is now. */
export function toStepCommands({
  kind,
  isPaused,
  counts,
}: Pick<WireStep, 'kind' | 'isPaused' | 'counts'>): StepCommand[] {
  const broken = (counts.failed ?? 0) + (counts.quarantined ?? 0)
  const isQueued = kind === 'event' || kind === 'cron'
  return [
    FIRST[kind],
    ...(isQueued ? [isPaused ? ('resume' as const) : ('pause' as const)] : []),
    ...(broken > 0 ? ['retry' as const] : []),
  ]
}

/** Whether it changes something: then a viewer is refused, and it has to wait for the app. */
export function isActing(command: StepCommand): boolean {
  return command !== 'try'
}
