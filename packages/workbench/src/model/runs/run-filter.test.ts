import { expect, it } from 'vitest'
import { toNarrowings, toRunQuery, withoutNarrowing } from './run-filter.ts'

it('asks for what the address says, without what narrows nothing', () => {
  expect(toRunQuery({}, 1_000_000)).toEqual({})
  expect(toRunQuery({ step: 'a,b', status: 'failed,nonsense', window: '5m' }, 1_000_000)).toEqual({
    step: ['a', 'b'],
    status: ['failed'],
    from: 700_000,
  })
})

it('lets a begin that was chosen win over the window', () => {
  expect(toRunQuery({ window: '1h', from: 5, to: 9 }, 1_000_000)).toEqual({ from: 5, to: 9 })
})

it('lists each value by itself, and takes one back without the others', () => {
  const search = { status: 'failed,running', text: 'pay' }
  expect(toNarrowings(search)).toEqual([
    { key: 'status', value: 'running' },
    { key: 'status', value: 'failed' },
    { key: 'text', value: 'pay' },
  ])
  expect(withoutNarrowing(search, { key: 'status', value: 'failed' })).toEqual({
    status: 'running',
    text: 'pay',
  })
  expect(withoutNarrowing(search, { key: 'text', value: 'pay' }).text).toBeUndefined()
})
