import { expect, it } from 'vitest'
import { toAttempts, toCause, toRunTimes } from './run-row.ts'

const ended = { status: 'succeeded', createdAt: 100, dueAt: null, startedAt: 150, finishedAt: 180 } as const

it('waits from acceptance, or from when it was due, until it begins', () => {
  expect(toRunTimes(ended, 999)).toEqual({ waitedMs: 50, durationMs: 30 })
  expect(toRunTimes({ ...ended, dueAt: 140 }, 999)).toEqual({ waitedMs: 10, durationMs: 30 })
})

it('goes on while it runs, and while it waits for a worker', () => {
  const running = { ...ended, status: 'running', finishedAt: null } as const
  expect(toRunTimes(running, 250)).toEqual({ waitedMs: 50, durationMs: 100 })
  const queued = { ...ended, status: 'queued', startedAt: null, finishedAt: null } as const
  expect(toRunTimes(queued, 250)).toEqual({ waitedMs: 150 })
})

it('does not count the end of an attempt before for one that runs again', () => {
  const again = { ...ended, status: 'running', startedAt: 300 } as const
  expect(toRunTimes(again, 310).durationMs).toBe(10)
})

it('has no times before anything could begin', () => {
  const waiting = { ...ended, status: 'waiting', startedAt: null, finishedAt: null } as const
  expect(toRunTimes(waiting, 250)).toEqual({})
  const scheduled = { ...ended, status: 'scheduled', dueAt: 400 } as const
  expect(toRunTimes(scheduled, 250)).toEqual({})
})

it('tells a cause from its name', () => {
  expect(toCause('topic:orders:new')).toEqual({ kind: 'topic', name: 'orders:new' })
  expect(toCause('cron')).toEqual({ kind: 'cron' })
})

it('counts the attempt that is under way', () => {
  expect(toAttempts({ status: 'running', attempts: 0 })).toBe(1)
  expect(toAttempts({ status: 'failed', attempts: 4 })).toBe(4)
})
