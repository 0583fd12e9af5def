/** Requests to the Workbench's API: JSON in, JSON out, refusals as ApiError. queries.ts and commands.ts call it. */
import type { WireError } from 'motia/workbench/wire/app'

/** The API refused, or could not be reached (status 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string | undefined
  readonly hint: string | undefined
  constructor(status: number, { error, code, hint }: WireError) {
    super(error)
    this.status = status
    this.code = code
    this.hint = hint
  }
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** @param path below /api/v1, each part encoded @throws ApiError */
export function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return request<T>(`/api/v1/${path}${toSearch(query)}`, signal ? { signal } : {})
}

/** @throws ApiError */
export function postJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(`/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error
    throw new ApiError(0, { error: 'The Workbench does not answer.', hint: 'Is `motia dev` still running?' })
  })
  const body = await response.json().catch(() => undefined)
  if (response.ok) return body as T
  throw new ApiError(response.status, (body as WireError | undefined) ?? { error: response.statusText })
}

function toSearch(query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== undefined && text !== '') params.set(name, String(text))
  }
  const search = params.toString()
  return search && `?${search}`
}
