/** How a step fares, as one word: of the flow's nodes and of the step's page. Pure. */
import type { WireStep } from 'motia/workbench/wire/steps'

export type StepHealth = 'ok' | 'failing' | 'idle' | 'paused' | 'unloaded'

/** From this share of failures within the last hour on, a step counts as failing. */
export const FAILING_SHARE = 0.05

/** What keeps it from running comes first, then how it went within the last hour. A noop has nothing to load. */
export function toHealth(step: Pick<WireStep, 'kind' | 'isLoaded' | 'isPaused' | 'recent'>): StepHealth {
  const { kind, isLoaded, isPaused, recent } = step
  if (!isLoaded && kind !== 'noop') return 'unloaded'
  if (isPaused) return 'paused'
  if (recent.executions === 0) return 'idle'
  return recent.failed / recent.executions >= FAILING_SHARE ? 'failing' : 'ok'
}
