import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listenToSignals } from './signals.ts'

let now: number
let heard: string[]
let unlisten: () => void
beforeEach(() => {
  now = 1000
  heard = []
  const handlers = { stop: () => heard.push('stop'), kill: () => heard.push('kill') }
  unlisten = listenToSignals(handlers, () => now)
})
afterEach(() => unlisten())

it('stops at the first signal, and ends at once at a second interrupt', () => {
  process.emit('SIGINT', 'SIGINT')
  now += 2000
  process.emit('SIGINT', 'SIGINT')
  expect(heard).toEqual(['stop', 'kill'])
})

it('takes an interrupt that a parent repeats at once for the same one, and SIGTERM for no impatience', () => {
  process.emit('SIGINT', 'SIGINT')
  now += 20
  process.emit('SIGINT', 'SIGINT')
  now += 2000
  process.emit('SIGTERM', 'SIGTERM')
  expect(heard).toEqual(['stop'])
})

it('stops when the terminal is closed', () => {
  const exit = vi.spyOn(process, 'exit')
  process.emit('SIGHUP', 'SIGHUP')
  expect(heard).toEqual(['stop'])
  expect(exit).not.toHaveBeenCalled()
})
