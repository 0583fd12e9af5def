import { expect, it } from 'vitest'
import { toOptionRows } from './step-options.ts'

it('reads options with the units that they are in', () => {
  const rows = toOptionRows({
    id: 'ship',
    description: 'shown above',
    on: ['placed', 'paid'],
    timeout: 300_000,
    bodyLimit: 1_000_000,
    concurrency: 5,
    retry: { attempts: 4, delay: 1_000, jitter: true },
  })
  expect(rows).toEqual([
    { name: 'on', value: { kind: 'text', text: 'placed, paid' } },
    { name: 'timeout', value: { kind: 'duration', ms: 300_000 } },
    { name: 'bodyLimit', value: { kind: 'bytes', bytes: 1_000_000 } },
    { name: 'concurrency', value: { kind: 'text', text: '5' } },
    { name: 'retry.attempts', value: { kind: 'text', text: '4' } },
    { name: 'retry.delay', value: { kind: 'duration', ms: 1_000 } },
    { name: 'retry.jitter', value: { kind: 'text', text: 'true' } },
  ])
})

it('writes out whatever it does not know', () => {
  expect(toOptionRows({ retry: false, future: [{ a: 1 }] })).toEqual([
    { name: 'retry', value: { kind: 'text', text: 'false' } },
    { name: 'future', value: { kind: 'text', text: '[{"a":1}]' } },
  ])
})
