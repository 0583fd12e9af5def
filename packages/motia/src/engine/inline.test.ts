import { type Effects, NO_EFFECTS, type StateWrite } from '@motia/core/effect'
import type { Store } from '@motia/core/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { openEngine, type TestEngine, until } from './fixtures/open-engine.ts'
import { toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const RUN = { runId: 'run', traceId: 'trace', stepId: 'users', startedAt: 1 }
let store: Store
let test: TestEngine
beforeEach(async () => {
  store = createSqliteStore({ path: ':memory:' })
  await store.open()
  test = openEngine({ store, steps: [toStep('users', {}, 'api'), toStep('send')] })
  await test.engine.start()
})
afterEach(async () => {
  await test.engine.stop(0)
  await store.close()
})

const commit = (effects: Partial<Effects>, input = () => '{"name":"홍길동"}', times = 0) =>
  test.engine.inline.commit(RUN, { ...NO_EFFECTS, ...effects }, input, '{"status":200}', times)
const set: StateWrite = { op: 'set', group: 'g', key: 'k', value: '1' }

describe('an api run', () => {
  it('without effects writes nothing, and its input is not even asked for', async () => {
    const input = vi.fn(() => '{}')
    const reads = [{ group: 'g', key: 'k', version: 99 }]
    expect(await commit({ reads }, input)).toBe('done')
    expect(input).not.toHaveBeenCalled()
    expect(await store.runs.get('run')).toBeUndefined()
  })

  it('with effects commits its row, already ended, with them', async () => {
    expect(await commit({ triggers: [toTrigger('send', 1)], writes: [set] })).toBe('done')
    expect(await store.runs.get('run')).toMatchObject({
      stepId: 'users',
      status: 'succeeded',
      cause: 'api',
      input: '{"name":"홍길동"}',
      result: '{"status":200}',
    })
    expect(await store.state.get('g', 'k')).toMatchObject({ value: '1' })
    await until(async () => (await test.runOf('send')).status === 'succeeded')
    expect(await test.runOf('send')).toMatchObject({ parentRunId: 'run', traceId: 'trace', cause: 'api' })
  })

  it('whose state has changed has to run again, five times, and is a conflict then', async () => {
    const effects = { reads: [{ group: 'g', key: 'k', version: 99 }], writes: [set] }
    for (let times = 0; times < 5; times++) expect(await commit(effects, undefined, times)).toBe('again')
    expect(await commit(effects, undefined, 5)).toBe('conflict')
    expect(await store.runs.get('run')).toBeUndefined()
  })
})
