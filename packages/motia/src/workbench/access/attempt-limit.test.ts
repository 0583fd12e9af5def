import { expect, it } from 'vitest'
import { createAttemptLimit } from './attempt-limit.ts'

it('an address that guesses locks itself out for a minute, and no other', () => {
  let at = 0
  const limit = createAttemptLimit(() => at)
  for (let i = 0; i < 10; i++) {
    limit.check('192.0.2.1')
    limit.failed('192.0.2.1')
    at += 1_000
  }
  expect(() => limit.check('192.0.2.1')).toThrow(expect.objectContaining({ status: 429 }))
  expect(() => limit.check('192.0.2.2')).not.toThrow()
  at = 60_000
  expect(() => limit.check('192.0.2.1')).not.toThrow()
})

it('many addresses that guess together are locked out together', () => {
  const limit = createAttemptLimit(() => 0)
  for (let i = 0; i < 100; i++) limit.failed(`192.0.2.${i}`)
  expect(() => limit.check('198.51.100.1')).toThrow(
    expect.objectContaining({ status: 429, headers: { 'retry-after': '60' } }),
  )
})
