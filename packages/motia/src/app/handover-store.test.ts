import type { Store } from '@motia/core/store'
import { describe, expect, it } from 'vitest'
import { createHandoverStore } from './handover-store.ts'

function fakeStore(): { store: Store; calls: string[] } {
  const calls: string[] = []
  const verb =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push(`${name} ${args}`)
      return 'own'
    }
  const store = {
    runs: { commit: verb('commit') },
    state: { get: verb('get') },
    later: { find: verb('find') },
    open: verb('open'),
    close: verb('close'),
  }
  return { store: store as unknown as Store, calls }
}

type AnyStore = Record<string, Record<string, (...args: string[]) => Promise<unknown>>>

describe('a store that is handed over', () => {
  it('answers by itself before, and asks the app in its place afterwards, whatever its abilities', async () => {
    const { store, calls } = fakeStore()
    const handed = createHandoverStore(store)
    const { state, later } = handed as unknown as AnyStore
    const asked: unknown[] = []
    expect(await state?.get?.('g', 'k')).toBe('own')
    await handed.handOver(async (ask) => {
      asked.push(ask)
      return 'other'
    })
    expect(calls).toEqual(['get g,k', 'close '])
    expect(await state?.get?.('g', 'k')).toBe('other')
    expect(await later?.find?.('x')).toBe('other')
    expect(asked).toEqual([
      { ability: 'state', verb: 'get', args: ['g', 'k'] },
      { ability: 'later', verb: 'find', args: ['x'] },
    ])
  })

  it('is closed once', async () => {
    const { store, calls } = fakeStore()
    const handed = createHandoverStore(store)
    await handed.handOver(async () => {})
    await handed.close()
    expect(calls).toEqual(['close '])
  })
})
