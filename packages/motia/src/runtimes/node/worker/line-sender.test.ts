import { afterEach, expect, it } from 'vitest'
import { createLineSender } from './line-sender.ts'

const before = process.listeners('exit')
afterEach(() => {
  for (const listener of process.listeners('exit'))
    if (!before.includes(listener)) process.off('exit', listener)
})

function open() {
  let queued = 0
  const left: number[] = []
  const channel = {
    isOpen: true,
    send: () => void queued++,
    flush() {
      if (queued > 0) left.push(queued)
      queued = 0
    },
    close: () => {},
  }
  const send = createLineSender(channel)
  return { left, say: (at: number) => send({ t: 'log', at, level: 'info', message: '', source: 'print' }) }
}

it('a line leaves at once: its handler may never give the loop back', () => {
  const { left, say } = open()
  say(1000)
  expect(left).toEqual([1])
})

it('of a flood only the first lines do, again after a while, and whichever way the clock is set', () => {
  const { left, say } = open()
  for (let i = 0; i < 100; i++) say(1000)
  expect(left).toHaveLength(8)
  say(1010)
  expect(left).toHaveLength(9)
  for (let i = 0; i < 100; i++) say(1010)
  const { length } = left
  say(10)
  expect(left).toHaveLength(length + 1)
})

it('the last lines leave when the process ends', () => {
  const { left, say } = open()
  for (let i = 0; i < 10; i++) say(1000)
  for (const listener of process.listeners('exit')) if (!before.includes(listener)) listener(0)
  expect(left.at(-1)).toBe(2)
})
