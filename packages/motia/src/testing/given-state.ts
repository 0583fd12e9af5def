/** State as a test writes it down: read by a handler that runs by itself, and as it would be afterwards. */
import type { StateWrite } from '@motia/core/effect'
import type { Json } from '@motia/core/json'
import { encodeJson } from '@motia/core/json'
import type { AttemptServices } from '@motia/core/runtime'
import { applyWrite } from '@motia/core/state-write'

/** Group → key → value. */
export type GivenState = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface StoredState {
  readonly services: Pick<AttemptServices, 'readState' | 'listState'>
  /** @throws `MOTIA_STATE_TYPE`, as the commit would */
  after(writes: readonly StateWrite[]): GivenState
}

type Group = ReadonlyMap<string, Json>

export function createGivenState(state: GivenState): StoredState {
  const groups = new Map(Object.entries(state).map(([name, items]) => [name, toGroup(name, items)]))
  const itemsOf = (group: string): Group => groups.get(group) ?? new Map()
  return {
    services: {
      async readState(group, key) {
        const value = itemsOf(group).get(key)
        return value === undefined ? { version: 0 } : { value, version: 1 }
      },
      listState: async (group) =>
        [...itemsOf(group)]
          .map(([key, value]) => ({ key, value, version: 1 }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
    },
    after(writes) {
      const after = new Map([...groups].map(([name, items]) => [name, new Map(items)]))
      for (const write of writes) apply(after, write)
      const entries = [...after].filter(([, items]) => items.size > 0)
      return Object.fromEntries(entries.map(([name, items]) => [name, fromGroup(items)]))
    },
  }
}

function apply(groups: Map<string, Map<string, Json>>, write: StateWrite): void {
  const items = groups.get(write.group) ?? new Map<string, Json>()
  groups.set(write.group, items)
  if (write.op === 'clear') {
    items.clear()
    return
  }
  const value = applyWrite(items.get(write.key), write)
  if (value === undefined) items.delete(write.key)
  else items.set(write.key, value)
}

function toGroup(name: string, items: Readonly<Record<string, unknown>>): Group {
  return new Map(
    Object.entries(items).map(([key, value]) => [key, encodeJson(value, `state ${name}/${key}`)]),
  )
}

function fromGroup(items: Group): Record<string, unknown> {
  return Object.fromEntries([...items].map(([key, value]) => [key, JSON.parse(value)]))
}
