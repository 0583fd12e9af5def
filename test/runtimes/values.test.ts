/** What goes into a step and what comes out of it, in every language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Fixture, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('values')
})

afterAll(() => fixture?.stop())

describe.each(LANGUAGES)('$name', ({ suffix, folder, runtime }) => {
  const result = async (id: string, payload?: unknown) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload)).run

  it('a step succeeds with what it returned', async () => {
    const payload = { userId: 'u1', deep: [{ n: 1 }] }
    const run = await result('echo', payload)
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, input: payload, result: payload })
    const step = await fixture.workbench.step(`echo-${suffix}`)
    expect(step).toMatchObject({ kind: 'event', language: runtime, file: `${folder}/values.${suffix}` })
    expect(step.line).toBeGreaterThan(1)
  })

  it('results of every kind are recorded', async () => {
    const kinds = {
      object: { a: 1, b: 'two' },
      list: [1, 'two', null],
      text: 'plain words',
      number: 1.5,
      boolean: false,
      nothing: null,
      nested: { a: { b: [{ c: [1, [2, { d: null }]] }] } },
      unicode: { 이름: '홍길동', ключ: [true], '😀': '🎉' },
    }
    for (const [kind, expected] of Object.entries(kinds)) {
      const run = await result('returns', { kind })
      expect([kind, run.status, run.result]).toEqual([kind, 'succeeded', expected])
    }
  })

  it('a date is recorded as a text of that moment', async () => {
    // Each language writes ISO 8601 its own way: with `Z` or `+00:00`, to the millisecond or finer.
    const run = await result('returns', { kind: 'date' })
    expect(run.result).toMatch(/^2024-02-29T12:30:15\.5/)
    expect(Date.parse(run.result as string)).toBe(Date.UTC(2024, 1, 29, 12, 30, 15, 500))
  })

  it('unicode and emoji arrive and return as they are', async () => {
    const payload = { 텍스트: '홍길동', emoji: '👩‍👩‍👧 😀', odd: '\u0000 \u2028 "q" \\ \n', ключ: ['é'] }
    expect((await result('echo', payload)).result).toEqual(payload)
  })

  it('without a schema a step gets anything', async () => {
    for (const payload of [null, 'text', '', 7, 0, false, [1, [2]], [], {}, { a: { b: '홍' } }]) {
      expect((await result('echo', payload)).result).toEqual(payload)
    }
  })

  it('a wrong payload fails before the handler, with its paths, and is not tried again', async () => {
    const { run, logs } = await fixture.workbench.result(`typed-${suffix}`, {
      userId: 7,
      items: [{ quantity: 'two' }, { quantity: 2 }],
    })
    expect(run).toMatchObject({ status: 'failed', reason: 'validation', attemptsUsed: 1 })
    expect(run.failure).toMatchObject({ code: 'MOTIA_VALIDATION' })
    const issues = [...(run.failure?.issues ?? [])].sort((a, b) => (a.path < b.path ? -1 : 1))
    expect(issues).toEqual([
      { path: 'items.0.quantity', message: expect.any(String) },
      { path: 'userId', message: expect.any(String) },
    ])
    expect(logs).toEqual([])
    const missing = await result('typed', { items: [] })
    expect(missing.failure?.issues).toMatchObject([{ path: 'userId' }])
    expect((await result('typed', { userId: 'u', items: [] })).result).toEqual({ userId: 'u', count: 0 })
  })

  it('keys that a handler does not take are no mistake', async () => {
    const run = await result('named', { known: 1, extra: 2, 다른: 3 })
    expect(run).toMatchObject({ status: 'succeeded', result: { known: 1 } })
  })

  it('keys that begin with __ are handed on, and not validated', async () => {
    const run = await result('meta', { a: 'x', __hop: 3 })
    expect(run).toMatchObject({ status: 'succeeded', result: { a: 'x', hop: 3 } })
  })

  it('a payload of 10 MB goes in and out', async () => {
    const size = 10 * 1024 * 1024
    const run = await result('large', { size })
    expect(run).toMatchObject({ status: 'succeeded', result: { size, end: '끝' } })
  })

  it('the context says who runs and until when', async () => {
    const run = await result('facts')
    const { runId, traceId } = run
    const facts = {
      runId,
      traceId,
      stepId: `facts-${suffix}`,
      attempt: 1,
      idempotencyKey: runId,
      aborted: false,
    }
    expect(run.result).toMatchObject({ ...facts, verbs: [true, true, true, true] })
    const { leftMs } = run.result as { leftMs: number }
    expect(leftMs).toBeGreaterThan(290_000)
    expect(leftMs).toBeLessThanOrEqual(300_000)
  })

  it('a cron step that is run by hand gets a tick', async () => {
    const before = Date.now()
    const run = await result('tick')
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: { schedule: '0 0 1 1 *' } })
    const { scheduledAt } = run.result as { scheduledAt: string }
    expect(Date.parse(scheduledAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(scheduledAt)).toBeLessThanOrEqual(Date.now())
    const step = await fixture.workbench.step(`tick-${suffix}`)
    expect(step.kind).toBe('cron')
    expect(step.schedule?.nextAt).toBeGreaterThan(Date.now())
  })

  it('a noop passes at once and reaches its subscribers', async () => {
    const { workbench } = fixture
    const run = await result('gate', { amount: 5 })
    expect(run).toMatchObject({ status: 'succeeded', result: { amount: 5 } })
    const [, subscriber] = await workbench.settled(run.traceId, 2)
    expect(subscriber?.stepId).toBe(`after-gate-${suffix}`)
    const ended = await workbench.run(subscriber?.runId as string)
    expect(ended.run.result).toEqual({ passed: { amount: 5 } })
  })

  it('the types for editors know what a step takes', async () => {
    const entry = new RegExp(`["']typed-${suffix}["']: ([^\\n]*(?:\\n {4,}[^\\n]*)*)`)
    const types = await waitFor('its types', () => entry.exec(fixture.project.read('.motia/types.d.ts')))
    expect(types[1]).toMatch(/userId["']?: string/)
    expect(types[1]).toMatch(/quantity["']?: number/)
  })

  it('edges of the flow are seen in the source', async () => {
    const { triggers } = await fixture.workbench.step(`edges-${suffix}`)
    const targets = [...triggers].sort()
    expect(targets).toEqual([`echo-${suffix}`, `naps-${suffix}`, `note-${suffix}`])
  })
})
