import { expect, it } from 'vitest'
import { toLogNarrowings, toLogQuery, withoutLogNarrowing } from './log-filter.ts'

it('asks for what the address says; the lowest level leaves nothing out', () => {
  expect(toLogQuery({})).toEqual({})
  expect(toLogQuery({ level: 'debug', step: 'a' })).toEqual({ step: 'a' })
})

it('lists each word by itself, and takes one back without the others', () => {
  const search = { level: 'warn', text: 'slow userId=u1' } as const
  expect(toLogNarrowings(search)).toEqual([
    { key: 'level', value: 'warn' },
    { key: 'text', value: 'slow' },
    { key: 'text', value: 'userId=u1' },
  ])
  expect(withoutLogNarrowing(search, { key: 'text', value: 'slow' }).text).toBe('userId=u1')
  expect(withoutLogNarrowing({ text: 'slow' }, { key: 'text', value: 'slow' }).text).toBeUndefined()
  expect(withoutLogNarrowing(search, { key: 'level', value: 'warn' }).level).toBeUndefined()
})
