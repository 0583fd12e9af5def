/** Does it lay an attempt's writes over what is stored, and note what was read? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike } from '../expect.ts'
import type { CheckedWorker } from '../worker.ts'

/** Has the step `state` do these in order; resolves to what came of each, and the effects. */
async function act(worker: CheckedWorker, ...operations: readonly (readonly unknown[])[]) {
  const { value, outcome } = await worker.succeed('state', operations)
  return {
    came: value as unknown[],
    effects: outcome.effects,
    asked: worker.standIn.asks.map(({ ask }) => ask),
  }
}

/** The text of values may be spaced as a language likes. */
const parsed = (writes: readonly object[]) =>
  writes.map((write) => ('value' in write ? { ...write, value: JSON.parse(String(write.value)) } : write))

export const STATE: Theme = {
  title: 'State',
  cases: [
    {
      name: 'stages every kind of write, in order',
      asks: '`set` and `append` with `value: Json`, `patch` with an object, `increment` with `by`, `delete`, and `clear` of a group',
      async check(lab) {
        const { came, effects, asked } = await act(
          await lab.worker(),
          ['set', 'g', 'k', { a: 'é' }],
          ['append', 'g', 'l', [1]],
          ['patch', 'g', 'o', { b: null }],
          ['increment', 'g', 'n', 2.5],
          ['delete', 'g', 'k'],
          ['clear', 'h'],
        )
        expectEqual('what came', came, [null, null, null, null, null, null])
        expectEqual('the writes', parsed(effects.writes), [
          { op: 'set', group: 'g', key: 'k', value: { a: 'é' } },
          { op: 'append', group: 'g', key: 'l', value: [1] },
          { op: 'patch', group: 'g', key: 'o', value: { b: null } },
          { op: 'increment', group: 'g', key: 'n', by: 2.5 },
          { op: 'delete', group: 'g', key: 'k' },
          { op: 'clear', group: 'h' },
        ])
        expectEqual('what it asked', asked, [])
      },
    },
    {
      name: 'reads what is stored, and notes the first version that it saw',
      asks: 'reads are noted for the commit: the first read of a key as { group, key, version }',
      async check(lab) {
        const worker = await lab.worker()
        let version = 7
        worker.standIn.override = () => ({ value: { value: '"é"', version: version++ } })
        const { came, effects, asked } = await act(
          worker,
          ['get', 'g', 'k'],
          ['get', 'g', 'k'],
          ['set', 'x', 'y', 1],
        )
        expectEqual('what came', came, ['é', 'é', null])
        expectLike('what it asked first', asked[0], { verb: 'state.get', group: 'g', key: 'k' })
        expectEqual('reads', effects.reads, [{ group: 'g', key: 'k', version: 7 }])
      },
    },
    {
      name: 'reads nothing where nothing is stored, and notes version 0',
      asks: '`version` is 0 if nothing is stored',
      async check(lab) {
        const { came, effects } = await act(await lab.worker(), ['get', 'g', 'none'], ['set', 'x', 'y', 1])
        expectEqual('what came', came, [null, null])
        expectEqual('reads', effects.reads, [{ group: 'g', key: 'none', version: 0 }])
      },
    },
    {
      name: 'does not ask for what its own writes decide',
      asks: 'a key whose value the attempt’s own writes decide alone (`set`, `delete`, `clear`) is not asked for',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.store('g', 'b', 'stored', 1)
        const { came, effects, asked } = await act(
          worker,
          ...[
            ['set', 'g', 'a', [1]],
            ['append', 'g', 'a', 2],
            ['get', 'g', 'a'],
            ['delete', 'g', 'b'],
            ['get', 'g', 'b'],
          ],
          ...[
            ['clear', 'h'],
            ['get', 'h', 'c'],
          ],
        )
        expectEqual('what came', came, [null, null, [1, 2], null, null, null, null])
        expectEqual('what it asked', asked, [])
        expectEqual('reads', effects.reads, [])
      },
    },
    {
      name: 'lays increments, appends and patches over what is stored',
      asks: 'reads are laid over with the attempt’s own writes',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.store('g', 'n', 40, 3)
        worker.standIn.store('g', 'l', ['a'], 4)
        worker.standIn.store('g', 'o', { a: 1, b: 1 }, 5)
        const { came } = await act(
          worker,
          ...[
            ['increment', 'g', 'n', 2],
            ['get', 'g', 'n'],
            ['append', 'g', 'l', { b: 1 }],
            ['get', 'g', 'l'],
          ],
          ...[
            ['patch', 'g', 'o', { b: 2, c: [] }],
            ['get', 'g', 'o'],
          ],
        )
        expectEqual('what came', came, [null, 42, null, ['a', { b: 1 }], null, { a: 1, b: 2, c: [] }])
      },
    },
    {
      name: 'begins with 0, [] and {} where nothing is stored',
      asks: '`increment` needs a number, or nothing: 0; `append` an array, or nothing: []; `patch` an object, or nothing: {}',
      async check(lab) {
        const { came } = await act(
          await lab.worker(),
          ...[
            ['increment', 'g', 'n', 2],
            ['get', 'g', 'n'],
            ['append', 'g', 'l', 1],
            ['get', 'g', 'l'],
          ],
          ...[
            ['patch', 'g', 'o', { b: 2 }],
            ['get', 'g', 'o'],
          ],
        )
        expectEqual('what came', came, [null, 2, null, [1], null, { b: 2 }])
      },
    },
    {
      name: 'throws when it reads what cannot be incremented, appended to or patched',
      asks: 'on a stored value of the wrong type they make a later read of the same attempt throw MOTIA_STATE_TYPE',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.store('g', 'k', 'text', 1)
        const wrong = { code: 'MOTIA_STATE_TYPE' }
        for (const write of [
          ['increment', 'g', 'k', 1],
          ['append', 'g', 'k', 1],
          ['patch', 'g', 'k', { a: 1 }],
        ])
          expectEqual(`what came after ${write[0]}`, (await act(worker, write, ['get', 'g', 'k'])).came, [
            null,
            wrong,
          ])
      },
    },
    {
      name: 'lists a group with its own writes laid over, and notes what is stored',
      asks: 'the first list of a group as { group, count, maxVersion } of what is stored',
      async check(lab) {
        const worker = await lab.worker()
        for (const [i, key] of ['a', 'b', 'c'].entries()) worker.standIn.store('g', key, key, i + 5)
        const { came, effects, asked } = await act(
          worker,
          ...[
            ['set', 'g', 'b', 'own'],
            ['delete', 'g', 'c'],
            ['set', 'g', 'd', 'new'],
            ['list', 'g'],
            ['list', 'g'],
          ],
        )
        const items = [
          { key: 'a', value: 'a' },
          { key: 'b', value: 'own' },
          { key: 'd', value: 'new' },
        ]
        expectLike('the list', came[3], items)
        expectLike('what it asked', asked[0], { verb: 'state.list', group: 'g' })
        expectEqual('groupReads', effects.groupReads, [{ group: 'g', count: 3, maxVersion: 7 }])
      },
    },
    {
      name: 'updates by a read and a set',
      asks: '`update` is a read and a `set`',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.store('g', 'n', 4, 9)
        const { came, effects } = await act(worker, ['update', 'g', 'n', 3])
        expectEqual('what came', came, [7])
        expectEqual('reads', effects.reads, [{ group: 'g', key: 'n', version: 9 }])
        expectEqual('the writes', parsed(effects.writes), [{ op: 'set', group: 'g', key: 'n', value: 7 }])
      },
    },
    {
      name: 'lets updates of a key that begin at once take turns',
      asks: 'updates of one key take turns within an attempt',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.store('g', 'n', 10, 1)
        const { outcome } = await worker.succeed('updates', { group: 'g', key: 'n', times: 5 })
        expectEqual(
          'the writes',
          parsed(outcome.effects.writes).map((write) => (write as { value?: unknown }).value),
          [11, 12, 13, 14, 15],
        )
      },
    },
  ],
}
