import type { WireLogs } from 'motia/workbench/wire/logs'
import { expect, it } from 'vitest'
import { takeAfter, takeEarlier, toTail } from './log-tail.ts'

const line = (id: number): WireLogs['lines'][number] => ({
  id,
  at: id,
  level: 'info',
  source: 'logger',
  message: `line ${id}`,
})

const page = (ids: readonly number[], before?: number): WireLogs => ({
  lines: ids.map(line),
  ...(before !== undefined && { before }),
})

const ids = ({ lines }: WireLogs) => lines.map(({ id }) => id)

it('has the newest line at the end', () => {
  const tail = toTail(page([3, 2, 1], 1))
  expect(ids(tail)).toEqual([1, 2, 3])
  expect(tail.before).toBe(1)
})

it('adds each further line once, though two answers hold it', () => {
  const tail = takeAfter(toTail(page([3, 2])), page([3, 4, 5]))
  expect(ids(tail)).toEqual([2, 3, 4, 5])
  expect(takeAfter(tail, page([5]))).toBe(tail)
})

it('lets the oldest go for new ones, and finds them again', () => {
  const tail = takeAfter(toTail(page([3, 2, 1])), page([4, 5]), 4)
  expect(ids(tail)).toEqual([2, 3, 4, 5])
  expect(tail.before).toBe(2)
  expect(ids(takeEarlier(tail, page([1]), 2))).toEqual([1, 2, 3, 4, 5])
})

it('puts earlier lines before, until there are none', () => {
  const tail = takeEarlier(toTail(page([5, 4], 4)), page([3, 2]), 4)
  expect(ids(tail)).toEqual([2, 3, 4, 5])
  expect(tail.before).toBeUndefined()
})

it('goes on looking when a stretch held nothing', () => {
  expect(takeEarlier(toTail(page([], 90)), page([], 40), 90).before).toBe(40)
})

it('lets the newest go for earlier ones, and knows it', () => {
  const tail = takeEarlier(toTail(page([5, 4], 4)), page([3, 2], 2), 4, 3)
  expect(ids(tail)).toEqual([2, 3, 4])
  expect(tail.isCut).toBe(true)
})

it('ignores an answer that nobody waits for any more', () => {
  const tail = toTail(page([5, 4], 4))
  expect(takeEarlier(tail, page([1]), 9)).toBe(tail)
})
