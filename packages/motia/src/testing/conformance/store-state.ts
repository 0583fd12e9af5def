/** State: groups that match whole, versions that never repeat, conflicts, and writes that do not fit. */
import type { GroupRead, KeyRead } from '@motia/core/effect'
import { expect, it } from 'vitest'
import {
  attemptOf,
  type CurrentStore,
  end,
  NOW,
  running,
  set,
  statusOf,
  storedValue,
  write,
} from './store-driver.ts'

export function describeState(store: CurrentStore): void {
  const get = (key: string) => store().state.get('g', key)
  const read = async (key: string): Promise<KeyRead> => ({
    group: 'g',
    key,
    version: (await get(key)).version,
  })
  const readGroup = async (group: string): Promise<GroupRead> => {
    const items = await store().state.list(group)
    return { group, count: items.length, maxVersion: Math.max(0, ...items.map(({ version }) => version)) }
  }
  const commit = (parts: { reads?: KeyRead[]; groupReads?: GroupRead[] }) =>
    store().runs.commit({ now: NOW, ...parts, writes: [set('other', 'k', 1)] })

  it('gives back what was set: 0, false, empty texts, null, unicode', async () => {
    for (const value of [0, false, '', null, [], {}, 'é 홍길동 🎉 "quoted" \\ \u2028', { a: [1, null] }]) {
      await write(store(), set('g', 'k', value))
      expect(await storedValue(store(), 'g', 'k')).toEqual(value)
    }
  })

  it('tells version 0 and no value when nothing is stored', async () => {
    expect(await get('k')).toEqual({ version: 0 })
    expect(await store().state.list('g')).toEqual([])
  })

  it('lists a group by key, and never one whose name begins alike', async () => {
    await write(
      store(),
      set('orders', 'b', 2),
      set('orders', 'a', 1),
      set('orders:archive', 'c', 3),
      set('', '', 0),
    )
    const items = await store().state.list('orders')
    expect(items.map(({ key, value }) => [key, value])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    await write(store(), { op: 'clear', group: 'orders' })
    expect(await store().state.list('orders')).toEqual([])
    expect(await storedValue(store(), 'orders:archive', 'c')).toBe(3)
    expect(await storedValue(store(), '', '')).toBe(0)
  })

  it('keeps keys apart that differ in case, length or composition', async () => {
    const keys = ['k', 'K', 'k ', 'é', 'e\u0301', "'; DROP TABLE state; --", '%', '_']
    await write(store(), ...keys.map((key, index) => set('g', key, index)))
    for (const [index, key] of keys.entries()) expect(await storedValue(store(), 'g', key)).toBe(index)
  })

  it('increments, appends and patches in the order of the writes', async () => {
    await write(
      store(),
      { op: 'increment', group: 'g', key: 'n', by: 2 },
      { op: 'increment', group: 'g', key: 'n', by: -0.5 },
      { op: 'append', group: 'g', key: 'list', value: '"a"' },
      { op: 'append', group: 'g', key: 'list', value: '{"b":1}' },
      { op: 'patch', group: 'g', key: 'user', value: '{"name":"홍","age":1}' },
      { op: 'patch', group: 'g', key: 'user', value: '{"age":2}' },
    )
    expect(await storedValue(store(), 'g', 'n')).toBe(1.5)
    expect(await storedValue(store(), 'g', 'list')).toEqual(['a', { b: 1 }])
    expect(await storedValue(store(), 'g', 'user')).toEqual({ name: '홍', age: 2 })
    await write(
      store(),
      { op: 'delete', group: 'g', key: 'n' },
      { op: 'increment', group: 'g', key: 'n', by: 1 },
    )
    expect(await storedValue(store(), 'g', 'n')).toBe(1)
  })

  it('loses no increment among commits that arrive together', async () => {
    await Promise.all(
      Array.from({ length: 200 }, () => write(store(), { op: 'increment', group: 'g', key: 'n', by: 1 })),
    )
    expect(await storedValue(store(), 'g', 'n')).toBe(200)
  })

  it('rejects a write that does not fit what is stored, naming it, and that commit alone', async () => {
    await write(store(), set('g', 'text', 'x'), set('g', 'null', null))
    const misfits = [
      { op: 'increment', group: 'g', key: 'text', by: 1 },
      { op: 'increment', group: 'g', key: 'null', by: 1 },
      { op: 'append', group: 'g', key: 'text', value: '1' },
      { op: 'patch', group: 'g', key: 'text', value: '{}' },
    ] as const
    for (const misfit of misfits) {
      const run = await running(store(), 'a')
      const bad = store().runs.commit({ now: NOW, ...attemptOf(run), writes: [misfit] })
      await expect(bad).rejects.toMatchObject({
        code: 'MOTIA_STATE_TYPE',
        message: expect.stringContaining(`${misfit.op} of g/${misfit.key}`),
      })
      expect(await statusOf(store(), run.runId)).toBe('running')
      await end(store(), run)
    }
    expect(await storedValue(store(), 'g', 'text')).toBe('x')
  })

  it('raises the version with every write, and never gives one twice', async () => {
    const seen: number[] = []
    for (let round = 0; round < 5; round++) {
      await write(store(), set('g', 'k', round), set('g', 'other', round))
      seen.push((await get('k')).version, (await get('other')).version)
      await write(store(), { op: 'delete', group: 'g', key: 'k' }, { op: 'clear', group: 'g' })
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  it('refuses a commit whose key was changed, deleted or made since it was read', async () => {
    await write(store(), set('g', 'changed', 1), set('g', 'deleted', 1))
    const reads = [await read('changed'), await read('deleted'), await read('made')]
    for (const one of reads) expect(await commit({ reads: [one] })).toMatchObject({ status: 'committed' })
    await write(
      store(),
      set('g', 'changed', 1),
      { op: 'delete', group: 'g', key: 'deleted' },
      set('g', 'made', 1),
    )
    for (const one of reads) {
      expect(await commit({ reads: [one] })).toEqual({ status: 'conflict', where: `g/${one.key}` })
    }
  })

  it('refuses a commit whose group was changed since it was listed, also if it is as long as before', async () => {
    await write(store(), set('g', 'a', 1), set('g', 'b', 2))
    const before = await readGroup('g')
    const empty = await readGroup('nothing')
    expect(await commit({ groupReads: [before, empty] })).toMatchObject({ status: 'committed' })
    await write(store(), { op: 'delete', group: 'g', key: 'b' }, set('g', 'c', 3), set('nothing', 'k', 0))
    expect(await commit({ groupReads: [before] })).toEqual({ status: 'conflict', where: 'g' })
    expect(await commit({ groupReads: [empty] })).toEqual({ status: 'conflict', where: 'nothing' })
    const after = await readGroup('g')
    await write(store(), { op: 'delete', group: 'g', key: 'a' })
    expect(await commit({ groupReads: [after] })).toEqual({ status: 'conflict', where: 'g' })
  })

  it('lets one of two commits through that arrive together and had read the same', async () => {
    await write(store(), set('g', 'k', 0))
    const reads = [await read('k')]
    const results = await Promise.all(
      [1, 2].map((value) => store().runs.commit({ now: NOW, reads, writes: [set('g', 'k', value)] })),
    )
    expect(results.map(({ status }) => status)).toEqual(['committed', 'conflict'])
    expect(await storedValue(store(), 'g', 'k')).toBe(1)
  })

  it('leaves the attempt running when its reads no longer hold', async () => {
    const run = await running(store(), 'a')
    const reads = [await read('k')]
    await write(store(), set('g', 'k', 1))
    const result = await store().runs.commit({
      now: NOW,
      ...attemptOf(run),
      reads,
      writes: [set('g', 'k', 2)],
    })
    expect(result.status).toBe('conflict')
    expect(await statusOf(store(), run.runId)).toBe('running')
    expect(await storedValue(store(), 'g', 'k')).toBe(1)
  })

  it('does not mind stale reads of a commit that writes no state', async () => {
    const run = await running(store(), 'a')
    const reads = [await read('k')]
    await write(store(), set('g', 'k', 1))
    expect(await store().runs.commit({ now: NOW, ...attemptOf(run), reads })).toMatchObject({
      status: 'committed',
    })
  })
}
