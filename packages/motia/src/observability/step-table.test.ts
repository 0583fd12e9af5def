import type { StepDescriptor } from '@motia/core/descriptor'
import type { StepKind } from '@motia/core/step'
import { expect, it } from 'vitest'
import { createInk } from './ink.ts'
import { formatSteps } from './step-table.ts'

function step(kind: StepKind, id: string, options: object, line?: number): StepDescriptor {
  return {
    kind,
    id,
    file: `motia/steps/${id}.ts`,
    language: 'node',
    exportName: 'default',
    options: { ...options },
    triggers: [],
    ...(line !== undefined && { line }),
  }
}

it('lists steps by kind and id, with what triggers them', () => {
  const steps = [
    step('noop', 'paid', {}),
    step('cron', 'nightly', { schedule: '0 2 * * *', timezone: 'Asia/Seoul' }),
    step('event', 'ship', { on: ['order.paid', 'order.gift'] }),
    step('event', 'mail', { on: 'order.paid' }),
    step('api', 'order', { method: 'POST', path: '/orders' }, 7),
    step('event', 'audit', {}),
  ]
  expect(formatSteps(steps, { isTTY: true, ink: createInk(false), columns: 100 })).toBe(
    [
      'kind   id       triggered by            file',
      'api    order    POST /orders            motia/steps/order.ts:7',
      'event  audit                            motia/steps/audit.ts',
      'event  mail     order.paid              motia/steps/mail.ts',
      'event  ship     order.paid, order.gift  motia/steps/ship.ts',
      'cron   nightly  0 2 * * * Asia/Seoul    motia/steps/nightly.ts',
      'noop   paid                             motia/steps/paid.ts',
      '',
    ].join('\n'),
  )
})
