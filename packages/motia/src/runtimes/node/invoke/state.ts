/** `ctx.state`: durable state as one attempt sees it, its own writes laid over what is stored. */

import type { State, StateItem } from '@motia/core/context'
import type { StateWrite } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { encodeJson, type Json } from '@motia/core/json'
import { applyWrite } from '@motia/core/state-write'
import type { Attempt } from './attempt.ts'

export function createState(attempt: Attempt): State {
  const write = (write: StateWrite) => {
    assertPlace(write)
    attempt.write(write)
  }
  const get = async (group: string, key: string): Promise<unknown> => {
    assertPlace({ group, key })
    const own = attempt.writes.filter((write) => write.group === group && touches(write, key))
    const base = decidesAlone(own) ? undefined : await readStored(attempt, group, key)
    const value = own.reduce<Json | undefined>(applyWrite, base)
    return value === undefined ? null : JSON.parse(value)
  }
  const list = async (group: string): Promise<StateItem<never>[]> => {
    assertPlace({ group })
    const stored = await attempt.services.listState(group)
    attempt.noteGroupRead({ group, count: stored.length, maxVersion: maxVersion(stored) })
    const items = new Map(stored.map(({ key, value, version }) => [key, { value, version }]))
    for (const write of attempt.writes) if (write.group === group) layOver(items, write)
    return [...items]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { value, version }]) => ({ key, value: JSON.parse(value) as never, version }))
  }
  const set = async (group: string, key: string, value: unknown) =>
    write({ op: 'set', group, key, value: encode(value, group, key) })
  return {
    get: get as State['get'],
    list,
    set,
    getGroup: async (group) => (await list(group)).map((item) => item.value),
    delete: async (group, key) => write({ op: 'delete', group, key }),
    clear: async (group) => write({ op: 'clear', group }),
    update: createUpdate(get, set),
    increment: async (group, key, by = 1) => {
      if (!Number.isFinite(by))
        throw refusal(`increment of ${group}/${key} by ${String(by)}, which is no number`)
      write({ op: 'increment', group, key, by })
    },
    append: async (group, key, item) => write({ op: 'append', group, key, value: encode(item, group, key) }),
    patch: async (group, key, partial) => {
      const value = encode(partial, group, key)
      if (!value.startsWith('{'))
        throw refusal(`patch of ${group}/${key} with ${value.slice(0, 40)}, no object`)
      write({ op: 'patch', group, key, value })
    },
  }
}

/** Updates of a key take turns within the attempt, so that of several at once none is lost. */
function createUpdate(
  get: (group: string, key: string) => Promise<unknown>,
  set: State['set'],
): State['update'] {
  const underWay = new Map<string, Promise<unknown>>()
  return (group, key, fn) => {
    const turn = async () => {
      const next = await fn((await get(group, key)) as never)
      await set(group, key, next)
      return next
    }
    const name = `${group}\0${key}`
    const update = (underWay.get(name) ?? Promise.resolve()).then(turn, turn)
    underWay.set(name, update)
    return update
  }
}

async function readStored(attempt: Attempt, group: string, key: string): Promise<Json | undefined> {
  const { value, version } = await attempt.services.readState(group, key)
  attempt.noteRead({ group, key, version })
  return value
}

/** JavaScript may pass anything; a key that is no text would be found again by none. */
function assertPlace(place: { readonly group: unknown; readonly key?: unknown }): void {
  for (const part of 'key' in place ? [place.group, place.key] : [place.group]) {
    if (typeof part !== 'string')
      throw refusal(`state is kept by group and key, which are text, not ${String(part)}`)
  }
}

function refusal(what: string): Error {
  return motiaError('MOTIA_OPTION', { what })
}

function touches(write: StateWrite, key: string): boolean {
  return write.op === 'clear' || write.key === key
}

/** Whether the attempt's own writes determine the value, whatever is stored. */
function decidesAlone(writes: readonly StateWrite[]): boolean {
  return writes.some((write) => write.op === 'set' || write.op === 'delete' || write.op === 'clear')
}

function layOver(items: Map<string, { value: Json; version: number }>, write: StateWrite): void {
  if (write.op === 'clear') {
    items.clear()
    return
  }
  const before = items.get(write.key)
  const value = applyWrite(before?.value, write)
  if (value === undefined) items.delete(write.key)
  else items.set(write.key, { value, version: before?.version ?? 0 })
}

function maxVersion(items: readonly { readonly version: number }[]): number {
  return items.reduce((max, item) => Math.max(max, item.version), 0)
}

function encode(value: unknown, group: string, key: string): Json {
  return encodeJson(value, `state ${group}/${key}`)
}
