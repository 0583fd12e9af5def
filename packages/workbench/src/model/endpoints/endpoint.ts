/** Endpoints as they are listed and looked for, and answers as they are read. Pure; panels/endpoints calls it. */
import type { WireEndpoint, WireResponse } from 'motia/workbench/wire/endpoints'
import { parseJson } from '../json.ts'

/** Those that every word occurs in, in method, path, step or description. */
export function findEndpoints(endpoints: readonly WireEndpoint[], text: string): readonly WireEndpoint[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return endpoints.filter(({ method, path, stepId, description = '' }) => {
    const said = `${method} ${path} ${stepId} ${description}`.toLowerCase()
    return words.every((word) => said.includes(word))
  })
}

/** A path in parts, to set its names off. */
export function splitPath(path: string): readonly { readonly text: string; readonly isParam: boolean }[] {
  return path
    .split(/(:[A-Za-z_]\w*)/)
    .filter(Boolean)
    .map((text) => ({ text, isParam: /^:[A-Za-z_]/.test(text) }))
}

/** A body to read. */
export type ResponseBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }

/** JSON by what it says of itself; by its looks only where it says nothing. */
export function toResponseBody({ headers, body, isBase64, isCut }: WireResponse): ResponseBody {
  if (body === '') return { kind: 'empty' }
  if (isBase64) return { kind: 'binary' }
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const isJson = type === undefined ? /^\s*[[{]/.test(body) : /[/+]json\b/i.test(type)
  const parsed = isJson && !isCut ? parseJson(body) : undefined
  return parsed?.ok ? { kind: 'json', value: parsed.value } : { kind: 'text', text: body }
}
