/** Checks a step's `schema`: that it is one, and in the shape that its kind of step takes. */
import { didYouMean } from '@motia/core/nearest'
import { isSchema } from '@motia/core/schema'
import type { Problem } from './problem.ts'

const PARTS = ['body', 'params', 'query']
const LIBRARIES = 'Anything that implements Standard Schema: zod 3.24 or later, valibot 1, arktype 2, …'

/** `{ body, params, query }`, each a schema. */
export function checkApiSchemas(schema: unknown): Problem[] {
  if (isSchema(schema)) {
    return [
      { message: 'schema must name the part of the request that it is for', hint: '`schema: { body: … }`' },
    ]
  }
  if (typeof schema !== 'object' || schema === null) {
    return [{ message: 'schema must be an object of body, params and query' }]
  }
  return Object.entries(schema).flatMap(([part, value]): Problem[] => {
    if (!PARTS.includes(part))
      return [{ message: `"schema.${part}" does not exist${didYouMean(part, PARTS)}` }]
    return value === undefined || isSchema(value) ? [] : [noSchema(`schema.${part}`)]
  })
}

/** One schema, of the payload. */
export function checkEventSchema(schema: unknown): Problem[] {
  if (isSchema(schema)) return []
  const parts = typeof schema === 'object' && schema !== null ? Object.keys(schema) : []
  if (parts.length > 0 && parts.every((part) => PARTS.includes(part))) {
    const hint = '`schema: z.object({ … })`: parts are for api steps.'
    return [{ message: `schema must be the payload's own, without "${parts[0]}"`, hint }]
  }
  return [noSchema('schema')]
}

function noSchema(name: string): Problem {
  return { message: `${name} is no schema`, hint: LIBRARIES }
}
