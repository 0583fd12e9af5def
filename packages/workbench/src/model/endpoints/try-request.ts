/** A request to an endpoint as it is being filled in, and what is sent. Pure; panels/endpoints calls it. */
import type { WireEndpoint, WireRequest } from 'motia/workbench/wire/endpoints'
import { toObject } from '../json.ts'
import { toSchemaField } from '../schema/schema.ts'
import { isWhole, type SchemaDraft, toDraft } from '../schema/schema-draft.ts'
import { toExample } from '../schema/schema-value.ts'

export interface TryDraft {
  /** By name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: SchemaDraft
  /** Further ones, as typed: also where the schema knows of none. */
  readonly pairs: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly body: SchemaDraft
}

/** A name and a value; without a name it is not sent. */
export interface Pair {
  readonly name: string
  readonly value: string
}

/** Filled with what the schema gives as an example. */
export function toTryDraft({ method, query, body, example }: WireEndpoint): TryDraft {
  const first = example ?? (body === undefined ? undefined : toExample(toSchemaField(body)))
  return {
    params: {},
    query: toDraft(query === undefined ? {} : (toExample(toSchemaField(query)) ?? {})),
    pairs: [],
    headers: [],
    body: toDraft(takesBody(method) ? first : undefined),
  }
}

/** A body with GET means nothing, and fetch refuses it. */
export function takesBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** Why it cannot be sent yet: names of the path without a value, or JSON that is none. */
export function toUnready(
  { params: names }: Pick<WireEndpoint, 'params'>,
  { params, query, body }: TryDraft,
): { readonly kind: 'param'; readonly name: string } | { readonly kind: 'broken' } | undefined {
  const name = names.find((each) => !params[each])
  if (name !== undefined) return { kind: 'param', name }
  return isWhole(query) && isWhole(body) ? undefined : { kind: 'broken' }
}

export function toRequest({ method, path }: WireEndpoint, draft: TryDraft): WireRequest {
  const headers = new Map(
    draft.headers
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [name.trim().toLowerCase(), value] as const),
  )
  const body =
    takesBody(method) && draft.body.value !== undefined ? JSON.stringify(draft.body.value) : undefined
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return {
    method,
    path: toPath(path, draft.params) + toSearch(draft),
    ...(headers.size > 0 && { headers: Object.fromEntries(headers) }),
    ...(body !== undefined && { body }),
  }
}

function toPath(path: string, params: TryDraft['params']): string {
  return path.replaceAll(/:([A-Za-z_]\w*)/g, (written, name: string) =>
    params[name] ? encodeURIComponent(params[name]) : written,
  )
}

function toSearch({ query, pairs }: TryDraft): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(toObject(query.value) ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) search.append(name, toQueryText(each))
    }
  }
  for (const { name, value } of pairs) if (name.trim() !== '') search.append(name.trim(), value)
  const text = search.toString()
  return text && `?${text}`
}

function toQueryText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
