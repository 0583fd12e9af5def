/** What a commit did, as telemetry tells it: the first of its effects, as previews. Made only for spans that are kept. */
import type { Effects, StateWrite } from '@motia/core/effect'
import type { EffectsSeen, WriteSeen } from '@motia/core/events'

/** Of writes, and of triggers. */
const MAX_SEEN = 20
/** Characters of a value. More than is shown, so that a secret at the end of that is still whole where it is hidden. */
const VALUE_LENGTH = 2_000

/** To be spread into an event. @param parts in the order in which they were committed */
export function describeEffects(parts: readonly Effects[]): { readonly effects?: EffectsSeen } {
  const writes = parts.flatMap((part) => part.writes)
  const triggers = parts.flatMap((part) => part.triggers)
  if (writes.length === 0 && triggers.length === 0) return {}
  const more = Math.max(0, writes.length - MAX_SEEN) + Math.max(0, triggers.length - MAX_SEEN)
  return {
    effects: {
      writes: writes.slice(0, MAX_SEEN).map(describeWrite),
      triggers: triggers
        .slice(0, MAX_SEEN)
        .map(({ target, runIds = {} }) => ({ target, runIds: Object.values(runIds) })),
      ...(more > 0 && { more }),
    },
  }
}

function describeWrite(write: StateWrite): WriteSeen {
  const { op, group } = write
  switch (op) {
    case 'set':
    case 'append':
    case 'patch':
      return { op, group, key: write.key, value: write.value.slice(0, VALUE_LENGTH) }
    case 'increment':
      return { op, group, key: write.key, value: String(write.by) }
    case 'delete':
      return { op, group, key: write.key }
    case 'clear':
      return { op, group }
    default:
      return op satisfies never
  }
}
