import { expect, it } from 'vitest'
import { toTraceparent } from './traceparent.ts'

it('is of the trace, and of no other attempt', () => {
  const facts = { traceId: 'a'.repeat(32), runId: '019abcde0123700085e2d6b1c3f4a7b9', attempt: 1 }
  expect(toTraceparent(facts)).toBe(`00-${'a'.repeat(32)}-e2d6b1c3f4a7b901-01`)
  expect(toTraceparent({ ...facts, attempt: 300 })).toBe(`00-${'a'.repeat(32)}-e2d6b1c3f4a7b92c-01`)
})
