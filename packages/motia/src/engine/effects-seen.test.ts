import { NO_EFFECTS } from '@motia/core/effect'
import { describe, expect, it } from 'vitest'
import { describeEffects } from './effects-seen.ts'

describe('effects as telemetry tells them', () => {
  it('are writes and triggers in their order, over all parts of a commit', () => {
    const first = {
      ...NO_EFFECTS,
      writes: [
        { op: 'set', group: 'orders', key: 'o1', value: '{"n":1}' },
        { op: 'increment', group: 'stats', key: 'orders', by: 2 },
        { op: 'delete', group: 'carts', key: 'c1' },
      ] as const,
      triggers: [
        { id: 't', target: 'order.placed', payload: '1', runIds: { 'send-email': 'r1', bill: 'r2' } },
      ],
    }
    const second = {
      ...NO_EFFECTS,
      writes: [{ op: 'clear', group: 'tmp' }] as const,
      triggers: [{ id: 'u', target: 'nobody', payload: 'null' }],
    }
    expect(describeEffects([first, second])).toEqual({
      effects: {
        writes: [
          { op: 'set', group: 'orders', key: 'o1', value: '{"n":1}' },
          { op: 'increment', group: 'stats', key: 'orders', value: '2' },
          { op: 'delete', group: 'carts', key: 'c1' },
          { op: 'clear', group: 'tmp' },
        ],
        triggers: [
          { target: 'order.placed', runIds: ['r1', 'r2'] },
          { target: 'nobody', runIds: [] },
        ],
      },
    })
  })

  it('are nothing where there were none', () => {
    expect(describeEffects([NO_EFFECTS])).toEqual({})
    expect(describeEffects([])).toEqual({})
  })

  it('are bounded in number and length, and say what was left out', () => {
    const writes = Array.from(
      { length: 25 },
      (_, i) => ({ op: 'set', group: 'g', key: `${i}`, value: 'x'.repeat(9_000) }) as const,
    )
    const triggers = Array.from({ length: 22 }, (_, i) => ({ id: `${i}`, target: 'a', payload: 'null' }))
    const { effects } = describeEffects([{ ...NO_EFFECTS, writes, triggers }])
    expect(effects?.writes).toHaveLength(20)
    expect(effects?.triggers).toHaveLength(20)
    expect(effects?.more).toBe(7)
    expect(JSON.stringify(effects).length).toBeLessThan(50_000)
  })
})
