/** What a request of an operation carries. Called by operation.ts. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { JsonObject, SchemaComponents } from './components.ts'
import { makeExample } from './example.ts'

const WITH_BODY = ['POST', 'PUT', 'PATCH']

/** `undefined` for a method that has none, unless the step has a schema for it. */
export function toRequestBody(
  { id, options, payloadSchema }: StepDescriptor,
  components: SchemaComponents,
): JsonObject | undefined {
  const isChecked = payloadSchema !== undefined
  if (!isChecked && !WITH_BODY.includes(String(options.method))) return undefined
  const schema = isChecked ? components.embed(payloadSchema, `${id}-body`) : {}
  if (options.upload) return { required: isChecked, content: toForm(schema, components) }
  const example = makeExample(payloadSchema)
  const media = { schema, ...(example !== undefined && { example }) }
  return { required: isChecked, content: { 'application/json': media } }
}

/** A form with files, which a handler sees as objects with a path, and a sender as bytes. */
function toForm(schema: JsonObject, components: SchemaComponents): JsonObject {
  const { properties, ...rest } = components.resolve(schema)
  const fields = Object.entries((properties ?? {}) as object).map(([name, inner]) => [
    name,
    toField(inner, components),
  ])
  const form =
    fields.length > 0 ? { ...rest, properties: Object.fromEntries(fields) } : { type: 'object', ...rest }
  return { 'multipart/form-data': { schema: form } }
}

const BYTES = { type: 'string', contentMediaType: 'application/octet-stream' }

function toField(given: unknown, components: SchemaComponents): unknown {
  const schema = components.resolve(given)
  if (isFile(schema)) return BYTES
  const isList = schema.type === 'array' && isFile(components.resolve(schema.items))
  return isList ? { ...schema, items: BYTES } : given
}

function isFile({ properties }: JsonObject): boolean {
  const names = Object.keys((properties ?? {}) as object)
  return names.includes('path') && names.includes('size')
}
