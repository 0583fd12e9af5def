import type { WireStep } from 'motia/workbench/wire/steps'
import { expect, it } from 'vitest'
import { toGates } from './gate.ts'

const step = (id: string, kind: WireStep['kind'], description?: string) =>
  ({ id, kind, options: { description } }) as unknown as WireStep
const edge = (from: string, to: string) => ({ from, to, known: ['declared'] as const, count: 0 })

it('knows what leads to a gate and where it leads', () => {
  const edges = [
    edge('step:pay', 'step:approve'),
    edge('topic:order:made', 'step:approve'),
    edge('step:pay', 'step:approve'),
    edge('step:approve', 'missing:ship'),
    edge('step:pay', 'step:ship'),
  ]
  const [gate, ...others] = toGates([step('approve', 'noop', 'By hand.'), step('pay', 'event')], edges)
  expect(others).toEqual([])
  expect(gate).toMatchObject({
    description: 'By hand.',
    before: [
      { kind: 'step', name: 'pay' },
      { kind: 'topic', name: 'order:made' },
    ],
    after: [{ kind: 'missing', name: 'ship' }],
  })
})
