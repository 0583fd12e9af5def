import { expect, it } from 'vitest'
import { toNextEntry, toPaletteGroups } from './palette-list.ts'

const RUNS = { id: 'runs', group: 'Panels', keywords: ['Runs'] }
const LOGS = { id: 'logs', group: 'Panels', keywords: ['Logs'] }
const STEP = { id: 'step', group: 'Steps', keywords: ['run-report'] }
const REFUSED = { id: 'retry', group: 'Actions', keywords: ['Retry run-report'], isRefused: true }
const FIND = { id: 'find', group: 'Search' }
const ALL = [RUNS, LOGS, STEP, REFUSED, FIND]

const ids = (typed: string) => toPaletteGroups(ALL, typed).map(({ entries }) => entries.map(({ id }) => id))

it('offers everything in its order while nothing is typed', () => {
  expect(ids('')).toEqual([['runs', 'logs'], ['step'], ['retry'], ['find']])
})

it('puts the group of the best fit first, and leaves out what does not fit', () => {
  expect(ids('run')).toEqual([['runs'], ['step'], ['retry'], ['find']])
  expect(ids('report')).toEqual([['step'], ['retry'], ['find']])
})

it('offers the search whatever is typed, below all that fits', () => {
  expect(ids('zebra')).toEqual([['find']])
})

it('goes on past what is refused, and around both ends', () => {
  expect(toNextEntry(ALL, STEP, 'ArrowDown')).toBe(FIND)
  expect(toNextEntry(ALL, FIND, 'ArrowDown')).toBe(RUNS)
  expect(toNextEntry(ALL, RUNS, 'ArrowUp')).toBe(FIND)
  expect(toNextEntry(ALL, FIND, 'ArrowUp')).toBe(STEP)
  expect(toNextEntry(ALL, LOGS, 'Home')).toBe(RUNS)
  expect(toNextEntry(ALL, LOGS, 'End')).toBe(FIND)
})

it('has nowhere to go without entries, and by other keys', () => {
  expect(toNextEntry([], undefined, 'ArrowDown')).toBeUndefined()
  expect(toNextEntry([], undefined, 'ArrowUp')).toBeUndefined()
  expect(toNextEntry(ALL, RUNS, 'a')).toBeUndefined()
})
