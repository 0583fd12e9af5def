import type { WireRunRow } from 'motia/workbench/wire/runs'
import type { WireStep } from 'motia/workbench/wire/steps'
import { describe, expect, it } from 'vitest'
import { canRedrive, countFinal, isRecent, toBroken, toChoice } from './errors.ts'

function run(runId: string, status: WireRunRow['status'], kind: WireRunRow['kind'] = 'run'): WireRunRow {
  return {
    kind,
    runId,
    status,
    stepId: 'a',
    traceId: 't',
    parentRunId: null,
    cause: 'api',
    reason: null,
    attempts: 1,
    createdAt: 0,
    dueAt: null,
    startedAt: null,
    finishedAt: null,
    error: null,
  }
}

it('calls a failure one of now for five minutes', () => {
  expect(isRecent({ lastAt: 0 }, 300_000)).toBe(true)
  expect(isRecent({ lastAt: 0 }, 300_001)).toBe(false)
})

it('counts only what failed for good', () => {
  expect(countFinal([{ final: 2 }, { final: 0 }, { final: 1 }])).toBe(3)
})

it('lists steps with failed and quarantined runs, most of them first', () => {
  const steps = [
    { id: 'a', counts: { failed: 1, succeeded: 9 } },
    { id: 'b', counts: { failed: 1, quarantined: 3 } },
    { id: 'c', counts: { succeeded: 5, failed: 0 } },
  ] as unknown as WireStep[]
  expect(toBroken(steps)).toEqual([
    { stepId: 'b', failed: 1, quarantined: 3 },
    { stepId: 'a', failed: 1, quarantined: 0 },
  ])
  expect(toBroken(steps, 'a')).toHaveLength(1)
})

describe('affected runs', () => {
  it('can be redriven when they are durable and ended without success', () => {
    expect(
      ['failed', 'quarantined', 'cancelled'].map((status) => canRedrive(run('1', status as 'failed'))),
    ).toEqual([true, true, true])
    expect(canRedrive(run('1', 'running'))).toBe(false)
    expect(canRedrive(run('1', 'failed', 'request'))).toBe(false)
  })

  it('are chosen as far as they can be redriven', () => {
    const runs = [run('1', 'failed'), run('2', 'succeeded'), run('3', 'failed')]
    expect(toChoice(runs, new Set())).toEqual({ runIds: [], of: 2, isAll: false, isSome: false })
    expect(toChoice(runs, new Set(['3', '2']))).toEqual({ runIds: ['3'], of: 2, isAll: false, isSome: true })
    expect(toChoice(runs, new Set(['3', '1']))).toMatchObject({ runIds: ['1', '3'], isAll: true })
    expect(toChoice([], new Set(['1']))).toMatchObject({ of: 0, isAll: false })
  })
})
