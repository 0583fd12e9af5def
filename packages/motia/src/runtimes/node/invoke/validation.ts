/** What goes into a handler: a payload or a request's parts after their schemas, or a ValidationError. */

import { parseCookies } from '@motia/core/cookie'
import { motiaError } from '@motia/core/errors'
import { decodeJson, type Json } from '@motia/core/json'
import type { MaybePromise } from '@motia/core/outcome'
import type { ApiSchemas, Issue, Schema, Validation } from '@motia/core/schema'
import type { Step } from '@motia/core/step'
import { checkInput } from '../../../schemas/input-check.ts'

/** Of an input with a thousand mistakes nobody reads more, and an answer must not be larger than its request. */
const MAX_ISSUES = 100

/** An invalid input. Its message names every path. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly code = 'MOTIA_VALIDATION'
  readonly issues: readonly (Issue & { readonly in?: string })[]
  constructor(stepId: string, issues: ValidationError['issues']) {
    const told = issues.slice(0, MAX_ISSUES)
    const words = told.map((issue) => `${issue.path || '(root)'}: ${issue.message}`).join('; ')
    super(motiaError('MOTIA_VALIDATION', { stepId, issues: words }).message)
    this.issues = told
  }
}

/** The payload as the handler gets it. */
export function toPayload(step: Step, parsed: unknown): MaybePromise<unknown> {
  const { schema } = step.options as { schema?: Schema }
  if (step.kind !== 'event' || !schema) return parsed
  const { plain, meta } = splitMeta(parsed)
  const validation = checkInput(schema, plain, 'json')
  return validation instanceof Promise
    ? validation.then((result) => accept(step, result, meta))
    : accept(step, validation, meta)
}

function accept(step: Step, validation: Validation, meta: object | undefined): unknown {
  if ('issues' in validation) throw new ValidationError(step.options.id, validation.issues)
  return withMeta(validation.value, meta)
}

function withMeta(value: unknown, meta: object | undefined): unknown {
  return meta && typeof value === 'object' && value !== null ? { ...value, ...meta } : value
}

/** Keys that begin with `__` are metadata: never validated, kept for the handler (ACCEPTANCE D10). */
function splitMeta(parsed: unknown): { plain: unknown; meta?: object | undefined } {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return { plain: parsed }
  const keys = Object.keys(parsed)
  if (!keys.some((key) => key.startsWith('__'))) return { plain: parsed }
  const entries = Object.entries(parsed)
  return {
    plain: Object.fromEntries(entries.filter(([key]) => !key.startsWith('__'))),
    meta: Object.fromEntries(entries.filter(([key]) => key.startsWith('__'))),
  }
}

/** A request on its way to a worker (docs/protocol.md). */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly url: string
  readonly params: unknown
  readonly query: unknown
  readonly headers: unknown
  /** The body as text, or as base64. */
  readonly raw: string
  readonly rawEncoding?: 'base64'
  /** The text is the body, as JSON. */
  readonly isJson: boolean
  /** The body, where it is neither: of a form, or a text. */
  readonly body?: Json
  readonly ip: string
  /** What middlewares left, as far as JSON can carry it. */
  readonly locals?: unknown
}

/** The request that the app's HTTP server sent, if that is what an api step's input is. */
export function requestOf(input: unknown): WireRequest | undefined {
  return (input as { __request?: WireRequest } | null)?.__request
}

/** JSON, what came with it, or its bytes. */
function bodyOf({ raw, rawEncoding, isJson, body }: WireRequest, rawBody: Buffer): unknown {
  if (body !== undefined) return decodeJson(body)
  if (raw === '') return undefined
  return isJson ? decodeJson(rawEncoding ? rawBody.toString() : raw) : rawBody
}

/** A request as a durable run of an api step has it: only the payload, as body, unless HTTP sent it here. */
export async function toRequest(step: Step<'api'>, input: unknown): Promise<unknown> {
  const { id, schema } = step.options
  const sent = requestOf(input)
  if (sent) {
    const { raw, rawEncoding, isJson: _, body: __, ...parts } = sent
    const rawBody = Buffer.from(raw, rawEncoding)
    const cookies = parseCookies((parts.headers as { cookie?: string }).cookie)
    const valid = await validateParts(id, schema, { ...parts, body: bodyOf(sent, rawBody) })
    return { locals: {}, ...parts, ...valid, body: valid.body, rawBody, cookies }
  }
  const { plain, meta } = splitMeta(input)
  const { method, path } = step.options
  const rawBody = Buffer.from(JSON.stringify(plain ?? null))
  const valid = await validateParts(id, schema, { body: plain, params: {}, query: {}, headers: {} })
  return {
    method,
    path,
    url: path,
    headers: {},
    cookies: {},
    ip: '',
    locals: {},
    rawBody,
    ...valid,
    body: withMeta(valid.body, meta),
  }
}

/** Of a request, as they came or after their schemas. */
export interface Parts {
  readonly body?: unknown
  readonly params?: unknown
  readonly query?: unknown
  readonly headers?: unknown
}
const PARTS = ['params', 'query', 'headers', 'body'] as const

/** Each part after its schema. Synchronous when the schemas are: the HTTP path depends on it. */
export function validateParts(
  stepId: string,
  schemas: ApiSchemas | undefined,
  parts: Parts,
): MaybePromise<Parts> {
  if (!schemas) return parts
  const { body, params, query } = parts
  const valid: Record<string, unknown> = { body, params, query }
  const issues: (Issue & { in: string })[] = []
  const waiting: Promise<void>[] = []
  for (const part of PARTS) {
    const schema = schemas[part]
    if (!schema) continue
    const keep = (result: Validation) => {
      if ('issues' in result) for (const issue of result.issues) issues.push({ ...issue, in: part })
      else valid[part] = part === 'headers' ? withOthers(result.value, parts.headers) : result.value
    }
    const result = checkInput(schema, parts[part], part === 'body' ? 'json' : 'texts')
    if (result instanceof Promise) waiting.push(result.then(keep))
    else keep(result)
  }
  const finish = () => {
    if (issues.length > 0) throw new ValidationError(stepId, issues)
    return valid as Parts
  }
  return waiting.length > 0 ? Promise.all(waiting).then(finish) : finish()
}

/** A schema names the headers that matter; the others stay. */
function withOthers(valid: unknown, headers: unknown): object {
  return { ...(headers as object), ...(valid as object) }
}
