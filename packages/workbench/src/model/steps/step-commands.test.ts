import { expect, it } from 'vitest'
import { isActing, toStepCommands } from './step-commands.ts'

it('offers what fits the kind of step', () => {
  expect(toStepCommands({ kind: 'api', isPaused: false, counts: {} })).toEqual(['try'])
  expect(toStepCommands({ kind: 'noop', isPaused: false, counts: {} })).toEqual(['pass'])
  expect(toStepCommands({ kind: 'event', isPaused: false, counts: {} })).toEqual(['run', 'pause'])
  expect(toStepCommands({ kind: 'cron', isPaused: true, counts: {} })).toEqual(['run', 'resume'])
})

it('offers to retry where something failed', () => {
  const counts = { succeeded: 7, quarantined: 1 }
  expect(toStepCommands({ kind: 'event', isPaused: false, counts })).toContain('retry')
  expect(toStepCommands({ kind: 'event', isPaused: false, counts: { succeeded: 7 } })).not.toContain('retry')
})

it('knows that looking is no acting', () => {
  expect(isActing('try')).toBe(false)
  expect(isActing('retry')).toBe(true)
})
