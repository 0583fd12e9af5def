/**
 * Validation by Standard Schema (https://standardschema.dev): zod, valibot, arktype and others implement it.
 * The only file that knows the interface; called where a handler is about to run, and by the describer.
 */
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { isThenable } from './outcome.ts'

export type Schema = StandardSchemaV1
/** What a handler gets: after defaults and transforms. */
export type OutputOf<S extends Schema> = StandardSchemaV1.InferOutput<S>
/** What a sender has to give: what has a default may be left out. */
export type InputOf<S extends Schema> = StandardSchemaV1.InferInput<S>

/** Schemas of a request's parts: anything that implements Standard Schema. */
export interface ApiSchemas {
  readonly body?: Schema
  readonly params?: Schema
  readonly query?: Schema
}

/** One thing that is wrong with an input; `path` is dotted, `''` for the whole. */
export interface Issue {
  readonly path: string
  readonly message: string
}

export type Validation = { readonly value: unknown } | { readonly issues: readonly Issue[] }

export function isSchema(value: unknown): value is Schema {
  const standard = (value as { '~standard'?: { validate?: unknown } } | null | undefined)?.['~standard']
  return typeof standard?.validate === 'function'
}

/** The parsed value or what is wrong with it. Synchronous when the schema is, since api steps take this path. */
export function validate(schema: Schema, value: unknown): Validation | Promise<Validation> {
  const result = schema['~standard'].validate(value)
  return isThenable(result) ? Promise.resolve(result).then(toValidation) : toValidation(result)
}

/** The input as JSON Schema, if its library can say (Standard JSON Schema); for generated types and the docs. */
export function toJsonSchema(schema: Schema): unknown {
  const { vendor, jsonSchema } = schema['~standard'] as Partial<StandardJSONSchemaV1.Props>
  // zod would refuse the whole for one part that JSON does not know, a Date say.
  const libraryOptions = vendor === 'zod' ? { unrepresentable: 'any' } : undefined
  try {
    return jsonSchema?.input({ target: 'draft-2020-12', ...(libraryOptions && { libraryOptions }) })
  } catch {
    return undefined // a schema that has no JSON form has no generated type
  }
}

function toValidation(result: StandardSchemaV1.Result<unknown>): Validation {
  return result.issues ? { issues: result.issues.map(toIssue) } : { value: result.value }
}

function toIssue(issue: StandardSchemaV1.Issue): Issue {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return { path, message: issue.message }
}
