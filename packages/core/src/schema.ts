/**
 * Schemas of what comes in and goes out: anything that implements Standard Schema (https://standardschema.dev: zod,
 * valibot, arktype, …), or JSON Schema. The only file that knows the interface; called where a handler is about to run.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { FromJsonSchema, JsonSchema } from './json-schema.ts'
import { isThenable } from './outcome.ts'

export type StandardSchema = StandardSchemaV1
export type Schema = StandardSchema | JsonSchema
/** What a handler gets: after defaults and transforms. */
export type OutputOf<S> = S extends StandardSchema ? StandardSchemaV1.InferOutput<S> : FromJsonSchema<S>
/** What a sender has to give: what has a default may be left out. */
export type InputOf<S> = S extends StandardSchema
  ? StandardSchemaV1.InferInput<S>
  : FromJsonSchema<S, 'input'>

/** Schemas of a request's parts, and of the answers. */
export interface ApiSchemas {
  readonly body?: Schema
  readonly params?: Schema
  readonly query?: Schema
  /** By lower-case name. Those that it does not name stay as they came. */
  readonly headers?: Schema
  /** Of the body of a 200, or of each status. Documents, and is checked in development; never changes an answer. */
  readonly response?: Schema | ResponseSchemas
}

/** Schemas of answers' bodies by status. */
export interface ResponseSchemas {
  readonly [status: number]: Schema
  readonly '~standard'?: never
  readonly type?: never
}

/** One thing that is wrong with an input; `path` is dotted, `''` for the whole. */
export interface Issue {
  readonly path: string
  readonly message: string
}

export type Validation = { readonly value: unknown } | { readonly issues: readonly Issue[] }

/** Whether it implements Standard Schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  const standard = (value as { '~standard'?: { validate?: unknown } } | null | undefined)?.['~standard']
  return typeof standard?.validate === 'function'
}

/** The parsed value or what is wrong with it. Synchronous when the schema is, since api steps take this path. */
export function validate(schema: StandardSchema, value: unknown): Validation | Promise<Validation> {
  const result = schema['~standard'].validate(value)
  return isThenable(result) ? Promise.resolve(result).then(toValidation) : toValidation(result)
}

/** Schemas by status, however they are written: a single one is that of a 200. */
export function toResponseSchemas(response: ApiSchemas['response']): Readonly<Record<string, Schema>> {
  if (response === undefined) return {}
  return isByStatus(response) ? (response as Record<string, Schema>) : { 200: response as Schema }
}

/** `{ 200: …, 404: … }`: no schema has such a word. */
function isByStatus(response: object): response is ResponseSchemas {
  const statuses = isStandardSchema(response) ? [] : Object.keys(response)
  return statuses.length > 0 && statuses.every((status) => /^[1-5]\d\d$/.test(status))
}

function toValidation(result: StandardSchemaV1.Result<unknown>): Validation {
  return result.issues ? { issues: result.issues.map(toIssue) } : { value: result.value }
}

function toIssue(issue: StandardSchemaV1.Issue): Issue {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return { path, message: issue.message }
}
