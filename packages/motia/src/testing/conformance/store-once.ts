/** Sends that happen once over all attempts of a run (`Commit.once`). */
import type { Commit } from '@motia/core/store'
import { expect, it } from 'vitest'
import { type CurrentStore, commit, newRun, running, runOne, totals } from './store-driver.ts'

export function describeOnce(store: CurrentStore): void {
  const send = (runId: string, name: string, payload: string): Partial<Commit> => ({
    once: { runId, name, payload },
    accepts: [newRun('charge', { parentRunId: runId, input: payload })],
  })

  it('answers a repeated send with the first receipt, and tells whether the payload is the same', async () => {
    const first = await commit(store(), send('parent', 'charge#0', '{"n":1}'))
    expect(first.repeated).toBeUndefined()
    const [sent] = first.accepted
    const same = await commit(store(), send('parent', 'charge#0', '{"n":1}'))
    expect(same).toMatchObject({ accepted: [{ runId: sent?.runId }], repeated: { samePayload: true } })
    const other = await commit(store(), send('parent', 'charge#0', '{"n":2}'))
    expect(other).toMatchObject({ accepted: [{ runId: sent?.runId }], repeated: { samePayload: false } })
    expect(await totals(store())).toEqual({ queued: 1 })
  })

  it('tells the status that the runs of the receipt have by now', async () => {
    await commit(store(), send('parent', 'charge#0', '{}'))
    await runOne(store(), 'charge')
    const again = await commit(store(), send('parent', 'charge#0', '{}'))
    expect(again.accepted).toMatchObject([{ stepId: 'charge', status: 'succeeded' }])
    expect(again.accepted[0]?.claimed).toBeUndefined()
  })

  it('keeps sends of other names and other runs apart', async () => {
    await commit(store(), send('parent', 'charge#0', '{}'))
    await commit(store(), send('parent', 'charge#1', '{}'))
    await commit(store(), send('other', 'charge#0', '{}'))
    expect(await totals(store())).toEqual({ queued: 3 })
  })

  it('happens once among sends that arrive together', async () => {
    const results = await Promise.all([1, 2, 3].map(() => commit(store(), send('parent', 'charge#0', '{}'))))
    expect(new Set(results.map(({ accepted }) => accepted[0]?.runId)).size).toBe(1)
    expect(results.filter(({ repeated }) => repeated)).toHaveLength(2)
  })

  it('stands although the attempt that sent it is lost', async () => {
    const parent = await running(store(), 'parent')
    await commit(store(), send(parent.runId, 'charge#0', '{}'))
    await store().runs.release([{ ...parent, why: 'lost', cause: 'SIGKILL' }], 0)
    expect((await commit(store(), send(parent.runId, 'charge#0', '{}'))).repeated).toBeDefined()
  })
}
