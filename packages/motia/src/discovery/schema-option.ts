/** Checks a step's `schema`: that it is one, and in the shape that its kind of step takes. */
import type { JsonSchema } from '@motia/core/json-schema'
import { didYouMean } from '@motia/core/nearest'
import { isStandardSchema, toResponseSchemas } from '@motia/core/schema'
import { compileJsonSchema } from '../schemas/json-schema.ts'
import type { Problem } from './problem.ts'

const PARTS = ['body', 'params', 'query', 'headers', 'response']
const LIBRARIES =
  'JSON Schema, or anything that implements Standard Schema: zod 3.24 or later, valibot 1, arktype 2, …'

/** `{ body, params, query, headers, response }`, each a schema; `response` may have one for each status. */
export function checkApiSchemas(schema: unknown): Problem[] {
  if (isStandardSchema(schema)) {
    return [
      { message: 'schema must name the part of the request that it is for', hint: '`schema: { body: … }`' },
    ]
  }
  if (!isObject(schema)) {
    return [{ message: `schema must be an object of ${PARTS.slice(0, -1).join(', ')} and response` }]
  }
  return Object.entries(schema).flatMap(([part, value]): Problem[] => {
    if (!PARTS.includes(part))
      return [{ message: `"schema.${part}" does not exist${didYouMean(part, PARTS)}` }]
    if (value === undefined) return []
    return part === 'response' ? checkResponse(value) : checkSchema(value, `schema.${part}`)
  })
}

/** One schema, of the payload. */
export function checkEventSchema(schema: unknown): Problem[] {
  const parts = isObject(schema) && !isStandardSchema(schema) ? Object.keys(schema) : []
  if (parts.length > 0 && parts.every((part) => PARTS.includes(part))) {
    const hint = '`schema: z.object({ … })`: parts are for api steps.'
    return [{ message: `schema must be the payload's own, without "${parts[0]}"`, hint }]
  }
  return checkSchema(schema, 'schema')
}

function checkResponse(response: unknown): Problem[] {
  if (!isObject(response) && !isStandardSchema(response)) return [noSchema('schema.response')]
  return Object.entries(toResponseSchemas(response)).flatMap(([status, schema]) =>
    checkSchema(schema, schema === response ? 'schema.response' : `schema.response.${status}`),
  )
}

function checkSchema(schema: unknown, name: string): Problem[] {
  if (isStandardSchema(schema)) return []
  if (!isObject(schema)) return [noSchema(name)]
  const inner = Object.entries(schema).find(([, value]) => isStandardSchema(value))?.[0]
  if (inner !== undefined) {
    const hint = 'An object of schemas has to be made one: `z.object({ … })`.'
    return [{ message: `${name} is no schema, but "${inner}" in it is`, hint }]
  }
  return checkJsonSchema(schema, name)
}

function checkJsonSchema(schema: JsonSchema, name: string): Problem[] {
  try {
    JSON.stringify(schema)
    const [unknown] = compileJsonSchema(schema).unknownKeywords.filter((word) => !word.startsWith('x-'))
    if (unknown === undefined) return []
    const message = `${name} has "${unknown}", which is no keyword of JSON Schema${didYouMean(unknown, KEYWORDS)}`
    return [{ message, hint: `A schema is ${LIBRARIES}` }]
  } catch (error) {
    return [{ message: `${name} is no JSON Schema: ${(error as Error).message}` }]
  }
}

/** Those that are mistyped. */
const KEYWORDS =
  'type properties required items prefixItems enum const anyOf oneOf allOf not format pattern default description title minimum maximum minLength maxLength minItems maxItems uniqueItems additionalProperties patternProperties propertyNames examples'.split(
    ' ',
  )

function noSchema(name: string): Problem {
  return { message: `${name} is no schema`, hint: LIBRARIES }
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
