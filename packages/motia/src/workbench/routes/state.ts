/** State: groups, the items of one, and one item. */
import { decodeJson, type Json } from '@motia/core/json'
import { type Bounds, PREVIEW_BOUNDS, redact } from '../../observability/redact.ts'
import { readLimit, readText } from '../query.ts'
import { Refusal } from '../refusal.ts'
import { type Call, type Route, reading } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import type { WireStateGroups, WireStateItem, WireStateItems } from '../wire/state.ts'

const LIST_BOUNDS: Bounds = { depth: 8, items: 50, textLength: 500, values: 500 }
/** One item is shown whole, as far as a page can. */
const ITEM_BOUNDS: Bounds = {
  ...PREVIEW_BOUNDS,
  items: 100_000,
  textLength: 2_000_000,
  values: 200_000,
  depth: 200,
}
const MAX_KEY = 10_000

export function stateRoutes(runs: RunReader): Route[] {
  return [
    reading('state', (): Promise<WireStateGroups> => Promise.resolve(runs.stateGroups())),
    reading('state/:group', (call) => listItems(runs, call)),
    reading('state/:group/:key', (call) => showItem(runs, call)),
  ]
}

async function listItems(runs: RunReader, { params, query }: Call): Promise<WireStateItems> {
  const text = readText(query, 'text')
  const after = readText(query, 'after', MAX_KEY)
  const { items, after: next } = await runs.stateItems({
    group: params.group as string,
    limit: readLimit(query, 100),
    ...(text !== undefined && { text }),
    ...(after !== undefined && { after }),
  })
  const shown = items.map(({ key, version, bytes, value }): WireStateItem => {
    if (value === undefined) return { key, version, bytes, value: '[too long for a list]', isAltered: true }
    return { key, version, bytes, ...show(value, LIST_BOUNDS) }
  })
  return { items: shown, ...(next !== undefined && { after: next }) }
}

async function showItem(runs: RunReader, { params }: Call): Promise<WireStateItem> {
  const { group = '', key = '' } = params
  const { value, version } = await runs.stateItem(group, key)
  if (value === undefined)
    throw new Refusal(404, `nothing is stored in ${group.slice(0, 200)} under ${key.slice(0, 200)}`)
  return { key, version, bytes: Buffer.byteLength(value), ...show(value, ITEM_BOUNDS) }
}

function show(json: Json, bounds: Bounds): { readonly value: unknown; readonly isAltered: boolean } {
  const stored = decodeJson(json)
  const value = redact(stored, bounds)
  return { value, isAltered: value !== stored }
}
