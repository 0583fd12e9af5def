/** That what is counted, stored and read back agrees with the runs in the store: engine, totals and telemetry file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY_MS } from '@motia/core/duration'
import { NO_EFFECTS } from '@motia/core/effect'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEngine, type TestEngine, until } from '../engine/fixtures/open-engine.ts'
import { fail, lost, succeed, toStep, toTrigger } from '../engine/fixtures/scripted-runtime.ts'
import { openTelemetryFile } from '../observability/sqlite/file.ts'
import { openTelemetryReader } from '../observability/sqlite/reader.ts'
import { createTotals, type Totals } from '../observability/totals.ts'
import { createSqliteStore, type SqliteStore } from '../stores/sqlite/store.ts'

let folder: string
let store: SqliteStore
let totals: Totals
let test: TestEngine

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'))
  store = createSqliteStore({ path: ':memory:' })
  await store.open()
  totals = createTotals('p')
})

afterEach(async () => {
  await test.engine.stop(0)
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the Workbench would read after a flush. */
async function readBack() {
  const path = join(folder, 'telemetry.db')
  const file = openTelemetryFile({ path, maxAgeMs: DAY_MS, maxBytes: 64 * 1024 ** 2 })
  const counters = totals.snapshot(Date.now())
  file.write([...test.events, ...(counters ? [counters] : [])])
  const reader = openTelemetryReader(path)
  try {
    const now = Date.now()
    const figures = await reader.figures({ from: now - 300_000, to: now, bucketMs: 5_000 })
    return { figures, spans: await reader.spans({ limit: 100 }) }
  } finally {
    reader.close()
    file.close()
  }
}

it('counts of executions and failures are those of the runs in the store', async () => {
  const retry = { attempts: 2, delay: 0 }
  let flaky = 0
  test = openEngine({
    store,
    counter: totals,
    admits: () => false,
    steps: [toStep('good'), toStep('bad', { retry }), toStep('flaky', { retry }), toStep('deadly')],
    scripts: {
      bad: () => fail('no'),
      flaky: () => (++flaky % 2 === 1 ? fail('once') : succeed(1)),
      deadly: () => lost(true),
    },
  })
  await test.engine.start()
  for (let i = 0; i < 7; i++) await test.trigger('good')
  for (let i = 0; i < 3; i++) await test.trigger('bad')
  await test.trigger('flaky')
  await test.trigger('deadly')
  const cancelled = await test.trigger('good', 1, { delayMs: 60_000 })
  await test.engine.cancel(cancelled.runs[0]?.runId ?? '')
  const isOver = async () =>
    (await store.runs.counts()).every(({ status }) => /ed$/.test(status) && !/queu|sched/.test(status))
  await until(isOver, 'the end of all runs')

  const counts = await store.runs.counts()
  const countOf = (stepId: string, ...statuses: string[]) =>
    counts
      .filter((one) => one.stepId === stepId && statuses.includes(one.status))
      .reduce((sum, { count }) => sum + count, 0)
  const { figures, spans } = await readBack()
  expect(figures.steps.map(({ stepId }) => stepId)).toEqual(['bad', 'deadly', 'flaky', 'good'])
  for (const { stepId, executions, failed } of figures.steps) {
    expect([stepId, executions]).toEqual([stepId, countOf(stepId, 'succeeded', 'failed', 'quarantined')])
    expect([stepId, failed]).toEqual([stepId, countOf(stepId, 'failed', 'quarantined')])
  }
  expect(figures.total).toMatchObject({ executions: 12, failed: 4, retried: 4, successRate: 8 / 12 })
  expect(figures.total.wait?.p99Ms).toBeLessThan(60_000)
  // None that succeeded has a span here: the figures do not come from them.
  expect(spans.filter(({ status }) => status === 'succeeded')).toEqual([])
})

it('effects of an attempt are read back with its span, if it succeeded', async () => {
  const effects = {
    ...NO_EFFECTS,
    writes: [{ op: 'set', group: 'orders', key: 'o1', value: '{"total":5}' }] as const,
    triggers: [{ ...toTrigger('next', 1), runIds: { next: 'f'.repeat(32) } }],
  }
  let tries = 0
  test = openEngine({
    store,
    steps: [toStep('first', { retry: { attempts: 2, delay: 0 } }), toStep('next')],
    scripts: { first: () => (++tries === 1 ? fail('not yet') : succeed(1, effects)) },
  })
  await test.engine.start()
  await test.trigger('first')
  await until(() => test.eventsOf('attempt').length === 3, 'three attempts')
  const { spans } = await readBack()
  const of = (stepId: string) => spans.filter((span) => span.stepId === stepId).reverse()
  expect(of('first').map((span) => span.effects)).toEqual([
    undefined,
    { writes: effects.writes, triggers: [{ target: 'next', runIds: ['f'.repeat(32)] }] },
  ])
  expect(of('next').map(({ runId }) => runId)).toEqual(['f'.repeat(32)])
})
