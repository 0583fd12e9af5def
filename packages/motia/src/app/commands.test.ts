/** What a trigger by hand makes of its payload. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { TriggerRequest } from '@motia/core/effect'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { createRegistry } from '../engine/registry.ts'
import { runCommand } from './commands.ts'

const at = Date.UTC(2030, 0, 1)
const tick = { scheduledAt: '2030-01-01T00:00:00.000Z', schedule: '@daily' }

/** The payload that the engine is given. */
async function payloadOf(target: string, payload: string): Promise<unknown> {
  const requests: TriggerRequest[] = []
  const engine = {
    async trigger(request: TriggerRequest) {
      requests.push(request)
      return { id: request.id, traceId: request.id, routed: true, runs: [] }
    },
  } as unknown as Engine
  const registry = createRegistry([step('cron', 'nightly', { schedule: '@daily' }), step('event', 'greet')], {
    strict: false,
  })
  const world = { engine, registry, newId: () => 'id', now: () => at }
  await runCommand({ name: 'trigger', target, payload }, world)
  return JSON.parse(requests[0]?.payload ?? '')
}

function step(kind: StepDescriptor['kind'], id: string, options = {}): StepDescriptor {
  return { kind, id, file: 'motia/a.ts', language: 'node', exportName: id, options, triggers: [] }
}

describe('a trigger by hand', () => {
  it('of a cron step without a payload is a tick that is due now', async () => {
    expect(await payloadOf('nightly', 'null')).toEqual(tick)
  })

  it('keeps the payload that was given', async () => {
    expect(await payloadOf('nightly', '{"by":"hand"}')).toEqual({ by: 'hand' })
    expect(await payloadOf('greet', 'null')).toBe(null)
  })
})
