import { describe, expect, it } from 'vitest'
import { createFakeWorld, openContext } from './fixtures/fake-world.ts'

function open() {
  const world = createFakeWorld()
  const { attempt, ctx } = openContext(world)
  return { world, attempt, state: ctx.state }
}

describe('reading state', () => {
  it.each([0, false, '', null, [], { a: [1] }, '홍길동'])('gives %j back as it was stored', async (value) => {
    const { world, state } = open()
    world.put('g', 'k', value)
    expect(await state.get('g', 'k')).toEqual(value)
  })

  it('gives null where nothing is stored, and notes the version of nothing', async () => {
    const { attempt, state } = open()
    expect(await state.get('g', 'k')).toBeNull()
    await state.set('g', 'other', 1)
    expect(attempt.effects().reads).toEqual([{ group: 'g', key: 'k', version: 0 }])
  })

  it('notes the first version seen of a key, also when it changes meanwhile', async () => {
    const { world, attempt, state } = open()
    world.put('g', 'k', 'old')
    await state.get('g', 'k')
    world.put('g', 'k', 'new')
    expect(await state.get('g', 'k')).toBe('new')
    await state.set('g', 'k', 'mine')
    expect(attempt.effects().reads).toEqual([{ group: 'g', key: 'k', version: 1 }])
  })

  it('is no effect by itself', async () => {
    const { attempt, state } = open()
    await state.get('g', 'k')
    await state.list('g')
    expect(attempt.hasEffects()).toBe(false)
  })

  it('matches groups whole, not by what they begin with', async () => {
    const { state, world } = open()
    world.put('order', 'a', 1)
    world.put('orders', 'b', 2)
    expect(await state.getGroup('order')).toEqual([1])
  })

  it('keeps groups and keys apart that look alike joined', async () => {
    const { state, attempt, world } = open()
    world.put('a', 'b:c', 1)
    world.put('a:b', 'c', 2)
    expect([await state.get('a', 'b:c'), await state.get('a:b', 'c')]).toEqual([1, 2])
    await state.set('x', 'y', 1)
    expect(attempt.effects().reads).toHaveLength(2)
  })
})

describe('an attempt sees its own writes', () => {
  it('of every kind, on top of what is stored', async () => {
    const { world, state } = open()
    world.put('g', 'n', 40)
    world.put('g', 'list', [1])
    world.put('g', 'o', { a: 1, b: 1 })
    world.put('g', 'gone', 1)
    await state.increment('g', 'n')
    await state.increment('g', 'n', 1)
    await state.append('g', 'list', { deep: 2 })
    await state.patch('g', 'o', { b: 2 })
    await state.delete('g', 'gone')
    await state.set('g', 'new', 'x')
    const keys = ['n', 'list', 'o', 'gone', 'new']
    expect(await Promise.all(keys.map((key) => state.get('g', key)))).toEqual([
      42,
      [1, { deep: 2 }],
      { a: 1, b: 2 },
      null,
      'x',
    ])
  })

  it('without reading what its own write decides alone', async () => {
    const { world, attempt, state } = open()
    world.put('g', 'k', 1)
    await state.set('g', 'k', 2)
    await state.increment('g', 'k')
    expect(await state.get('g', 'k')).toBe(3)
    await state.delete('g', 'k')
    expect(await state.get('g', 'k')).toBeNull()
    expect(attempt.effects().reads).toEqual([])
  })

  it('in a listed group, sorted by key', async () => {
    const { world, attempt, state } = open()
    for (const [key, value] of Object.entries({ c: 3, a: 1, b: 2 })) world.put('g', key, value)
    world.put('other', 'z', 0)
    await state.delete('g', 'b')
    await state.set('g', 'd', 4)
    await state.increment('g', 'a', 10)
    expect(await state.list('g')).toEqual([
      { key: 'a', value: 11, version: 2 },
      { key: 'c', value: 3, version: 1 },
      { key: 'd', value: 4, version: 0 },
    ])
    expect(await state.getGroup('g')).toEqual([11, 3, 4])
    expect(attempt.effects().groupReads).toEqual([{ group: 'g', count: 3, maxVersion: 3 }])
  })

  it('in a group that it cleared and filled again', async () => {
    const { world, state } = open()
    world.put('g', 'a', 1)
    await state.clear('g')
    expect([await state.get('g', 'a'), await state.list('g')]).toEqual([null, []])
    await state.append('g', 'a', 'x')
    expect(await state.getGroup('g')).toEqual([['x']])
  })

  it('not those of another attempt', async () => {
    const { world, state } = open()
    await state.set('g', 'k', 'mine')
    expect(await openContext(world).ctx.state.get('g', 'k')).toBeNull()
  })

  it('as values of its own: changing what was read or written changes nothing', async () => {
    const { state } = open()
    const value = { list: [1] }
    await state.set('g', 'k', value)
    value.list.push(2)
    const read = await state.get<typeof value>('g', 'k')
    read?.list.push(3)
    expect(await state.get('g', 'k')).toEqual({ list: [1] })
  })
})

describe('writing state', () => {
  it('is collected in order, as JSON text', async () => {
    const { attempt, state } = open()
    await state.set('g', 'k', { a: undefined, b: new Date(0) })
    await state.increment('g', 'n', -2)
    await state.append('g', 'l', null)
    await state.patch('g', 'o', { x: 1 })
    await state.delete('g', 'k')
    await state.clear('h')
    expect(attempt.effects().writes).toEqual([
      { op: 'set', group: 'g', key: 'k', value: '{"b":"1970-01-01T00:00:00.000Z"}' },
      { op: 'increment', group: 'g', key: 'n', by: -2 },
      { op: 'append', group: 'g', key: 'l', value: 'null' },
      { op: 'patch', group: 'g', key: 'o', value: '{"x":1}' },
      { op: 'delete', group: 'g', key: 'k' },
      { op: 'clear', group: 'h' },
    ])
  })

  it('needs no await', () => {
    const { attempt, state } = open()
    void state.set('g', 'k', 1)
    void state.increment('g', 'n')
    expect(attempt.effects().writes).toHaveLength(2)
  })

  it('blindly counts as no read', async () => {
    const { attempt, state } = open()
    await Promise.all([state.set('g', 'a', 1), state.increment('g', 'b'), state.append('g', 'c', 1)])
    expect(attempt.effects()).toMatchObject({ reads: [], groupReads: [] })
  })

  it('refuses what JSON cannot carry, with its place', async () => {
    const { attempt, state } = open()
    await expect(state.set('users', '1', { at: [1n] })).rejects.toThrow(
      'the state users/1 holds a BigInt at at.0',
    )
    expect(attempt.hasEffects()).toBe(false)
  })

  it('refuses what is no place for a value, and what is no number or object to change it by', async () => {
    const { attempt, state } = open()
    const loose = state as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
    const calls = [
      ['get', 'users', 7],
      ['set', 'users', undefined, 1],
      ['list', undefined],
      ['clear', null],
      ['increment', 'g', 'k', '5'],
      ['increment', 'g', 'k', Number.NaN],
      ['patch', 'g', 'k', [1]],
      ['patch', 'g', 'k', 'text'],
    ] as const
    for (const [verb, ...args] of calls)
      await expect(loose[verb]?.(...args), verb).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
    expect(attempt.hasEffects()).toBe(false)
  })

  it('is refused when the attempt is over', async () => {
    const { attempt, state } = open()
    attempt.cutOff(new Error('late'))
    const closed = { code: 'MOTIA_CONTEXT_CLOSED' }
    await expect(state.set('g', 'k', 1)).rejects.toMatchObject(closed)
    await expect(state.increment('g', 'k')).rejects.toMatchObject(closed)
    await expect(state.update('g', 'k', () => 1)).rejects.toMatchObject(closed)
  })

  it.each([
    ['a text', 'increment', (state: ReturnType<typeof open>['state']) => state.increment('g', 'k')],
    ['a text', 'append', (state: ReturnType<typeof open>['state']) => state.append('g', 'k', 1)],
    ['a text', 'patch', (state: ReturnType<typeof open>['state']) => state.patch('g', 'k', {})],
  ])('shows at the next read that %s takes no %s', async (value, op, write) => {
    const { world, state } = open()
    world.put('g', 'k', value)
    await write(state)
    await expect(state.get('g', 'k')).rejects.toThrow(`${op} of g/k needs`)
  })
})

describe('an update', () => {
  it('reads, applies and writes, and gives what was written', async () => {
    const { world, attempt, state } = open()
    world.put('g', 'k', { n: 1 })
    const next = await state.update<{ n: number }>('g', 'k', (value) => ({ n: (value?.n ?? 0) + 1 }))
    expect(next).toEqual({ n: 2 })
    expect(await state.update<number>('g', 'new', (value) => (value === null ? 1 : 2))).toBe(1)
    expect(attempt.effects()).toMatchObject({
      reads: [
        { key: 'k', version: 1 },
        { key: 'new', version: 0 },
      ],
      writes: [
        { op: 'set', key: 'k', value: '{"n":2}' },
        { op: 'set', key: 'new', value: '1' },
      ],
    })
  })

  it('loses none of several at once', async () => {
    const { state } = open()
    const slowly = async (value: number | null) => {
      await new Promise(setImmediate)
      return (value ?? 0) + 1
    }
    await Promise.all(Array.from({ length: 10 }, () => state.update('g', 'k', slowly)))
    await Promise.all([state.update('g', 'other', slowly), state.update('h', 'k', slowly)])
    expect([await state.get('g', 'k'), await state.get('g', 'other')]).toEqual([10, 1])
  })

  it('that fails writes nothing and does not hold up the next', async () => {
    const { attempt, state } = open()
    const fail = () => {
      throw new Error('no')
    }
    const both = [state.update('g', 'k', fail), state.update('g', 'k', () => 1)]
    expect((await Promise.allSettled(both)).map((end) => end.status)).toEqual(['rejected', 'fulfilled'])
    expect(attempt.effects().writes).toHaveLength(1)
  })
})
