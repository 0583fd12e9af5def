/** What a state write makes of the value that is there: one rule for stores and for an attempt's own view. */
import type { StateWrite } from './effect.ts'
import { motiaError } from './errors.ts'
import { decodeJson, type Json } from './json.ts'

/** @returns `undefined` when nothing is stored afterwards @throws `MOTIA_STATE_TYPE` */
export function applyWrite(current: Json | undefined, write: StateWrite): Json | undefined {
  switch (write.op) {
    case 'set':
      return write.value
    case 'delete':
    case 'clear':
      return undefined
    case 'increment': {
      const value = current === undefined ? 0 : JSON.parse(current)
      if (typeof value !== 'number') throw wrongType(write, 'a number')
      return JSON.stringify(value + write.by)
    }
    case 'append': {
      if (current === undefined || current === '[]') return `[${write.value}]`
      if (!current.startsWith('[')) throw wrongType(write, 'an array')
      return `${current.slice(0, current.lastIndexOf(']'))},${write.value}]`
    }
    case 'patch': {
      const value: unknown = current === undefined ? {} : decodeJson(current)
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrongType(write, 'an object')
      return JSON.stringify({ ...value, ...(decodeJson(write.value) as object) })
    }
  }
}

function wrongType(write: StateWrite & { readonly key: string }, wanted: string): Error {
  return motiaError('MOTIA_STATE_TYPE', { op: write.op, group: write.group, key: write.key, wanted })
}
