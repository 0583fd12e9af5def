import { motiaError } from '@motia/core/errors'
import { expect, it } from 'vitest'
import { reportFailure, wrongUse } from './failure-words.ts'
import { createFakeIo } from './fixtures/fake-io.ts'

it("words a user's mistake without a stack, with its hint", () => {
  const io = createFakeIo()
  expect(reportFailure(wrongUse('no such thing', 'Look at the list.'), io)).toBe(2)
  expect(reportFailure(motiaError('MOTIA_NOT_RUNNING', { root: '/p' }), io)).toBe(1)
  expect(io.errors()).toBe(
    [
      '✗ no such thing',
      '  Look at the list.',
      '✗ no Motia server runs in /p',
      '  Start it with `motia dev` or `motia start`.',
      '',
    ].join('\n'),
  )
})

it('shows the whole stack of a bug of ours, and ends with a code of its own', () => {
  const io = createFakeIo()
  expect(reportFailure(new TypeError('x is not a function'), io)).toBe(70)
  expect(reportFailure(motiaError('MOTIA_PROTOCOL', { what: 'no frame' }), io)).toBe(70)
  expect(io.errors()).toMatch(/This is a bug in Motia.*\nTypeError: x is not a function\n +at /)
  expect(io.errors()).toContain('no frame')
})
