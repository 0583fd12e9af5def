/** What the commits of a run did, over all its attempts: those that failed committed nothing, but for error steps. Pure. */
import type { EffectsSeen } from '@motia/core/events'
import type { WireRunDetail } from 'motia/workbench/wire/runs'

export interface RunEffects {
  readonly writes: EffectsSeen['writes']
  readonly triggers: EffectsSeen['triggers']
  /** How many further ones were left out. */
  readonly more: number
}

export function toEffects({ request, attempts }: Pick<WireRunDetail, 'request' | 'attempts'>): RunEffects {
  const seen = [request, ...attempts].flatMap((span) => (span?.effects ? [span.effects] : []))
  return {
    writes: seen.flatMap(({ writes }) => writes),
    triggers: seen.flatMap(({ triggers }) => triggers),
    more: seen.reduce((sum, { more = 0 }) => sum + more, 0),
  }
}
