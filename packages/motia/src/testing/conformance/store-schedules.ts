/** Schedules: put, advanced by the tick that fires, which fires once. */
import { expect, it } from 'vitest'
import { type CurrentStore, NOW, newRun, set, storedValue, totals } from './store-driver.ts'

export function describeSchedules(store: CurrentStore): void {
  const record = { stepId: 'report', fingerprint: '0 9 * * * UTC', nextAt: NOW, lastAt: null }
  const fire = (at: number, nextAt: number | undefined) =>
    store().runs.commit({
      now: NOW,
      tick: { stepId: 'report', at, nextAt },
      accepts: [newRun('report', { cause: 'cron' })],
      writes: [set('g', 'fired', at)],
    })

  it('keeps, replaces and removes schedules', async () => {
    await store().schedules.put(record)
    await store().schedules.put({ ...record, stepId: 'a', nextAt: null, lastAt: 5 })
    await store().schedules.put({ ...record, fingerprint: 'other' })
    expect(await store().schedules.list()).toEqual([
      { ...record, stepId: 'a', nextAt: null, lastAt: 5 },
      { ...record, fingerprint: 'other' },
    ])
    await store().schedules.remove('a')
    await store().schedules.remove('unheard-of')
    expect(await store().schedules.list()).toHaveLength(1)
  })

  it('fires a tick once, and expects the next one from then on', async () => {
    await store().schedules.put(record)
    const results = await Promise.all([fire(NOW, NOW + 60_000), fire(NOW, NOW + 60_000)])
    expect(results.map(({ status }) => status)).toEqual(['committed', 'fenced'])
    expect(await store().schedules.list()).toEqual([{ ...record, nextAt: NOW + 60_000, lastAt: NOW }])
    expect(await totals(store())).toEqual({ queued: 1 })
    expect(await fire(NOW, NOW + 60_000)).toEqual({ status: 'fenced' })
    expect(await fire(NOW + 60_000, undefined)).toMatchObject({ status: 'committed' })
    expect(await store().schedules.list()).toMatchObject([{ nextAt: null, lastAt: NOW + 60_000 }])
  })

  it('fires nothing, and writes nothing, for a schedule that is not there', async () => {
    expect(await fire(NOW, NOW + 1)).toEqual({ status: 'fenced' })
    expect(await storedValue(store(), 'g', 'fired')).toBeUndefined()
  })
}
