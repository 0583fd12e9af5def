/** Checks an input against a schema of either kind. Called by the runtimes, just before a handler runs. */
import type { JsonSchema } from '@motia/core/json-schema'
import { isStandardSchema, type Schema, type Validation, validate } from '@motia/core/schema'
import { toCoercion } from './coercion.ts'
import { compileJsonSchema } from './json-schema.ts'

/** Where the members of a value come from: `texts` of a path, a query or headers, of which numbers are to be read. */
export type InputSource = 'json' | 'texts'

/** The value for the handler, or what is wrong with it. Synchronous when the schema is: all JSON Schemas are. */
export function checkInput(
  schema: Schema,
  value: unknown,
  source: InputSource,
): Validation | Promise<Validation> {
  if (isStandardSchema(schema)) return validate(schema, value)
  return checkerOf(schema, source)(value)
}

type Checker = (value: unknown) => Validation

const checkers: Readonly<Record<InputSource, WeakMap<JsonSchema, Checker>>> = {
  json: new WeakMap(),
  texts: new WeakMap(),
}

/** Compiled when first met; the same schema is the same object for the life of a process. */
function checkerOf(schema: JsonSchema, source: InputSource): Checker {
  const known = checkers[source].get(schema)
  if (known) return known
  const { check } = compileJsonSchema(schema)
  const coerce = source === 'texts' ? toCoercion(schema) : undefined
  const checker: Checker = coerce ? (value) => check(coerce(value)) : check
  checkers[source].set(schema, checker)
  return checker
}
