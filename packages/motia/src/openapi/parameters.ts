/** The parameters of an operation: of the path, the query and the headers. Called by operation.ts. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { JsonObject, SchemaComponents } from './components.ts'
import { templateName } from './path-template.ts'

/** Headers that OpenAPI describes elsewhere. */
const ELSEWHERE = ['accept', 'content-type', 'authorization']

export function toParameters(
  { id, options, paramsSchema, querySchema, headersSchema }: StepDescriptor,
  names: readonly string[],
  shown: readonly string[],
  components: SchemaComponents,
): JsonObject[] {
  const params = membersOf(paramsSchema, components, `${id}-params`)
  const query = membersOf(querySchema, components, `${id}-query`)
  const headers = membersOf(headersSchema, components, `${id}-headers`)
  const isFree = querySchema !== undefined && query.length === 0
  return [
    ...names.map((name, i) => {
      const schema = params.find((member) => member.name === name)?.schema ?? { type: 'string', minLength: 1 }
      return toParameter('path', { name: templateName(shown[i] ?? name), schema, isRequired: true })
    }),
    ...query.map((member) => toParameter('query', member)),
    // A query of any names.
    ...(isFree ? [{ name: 'query', in: 'query', style: 'form', explode: true, schema: freeQuery }] : []),
    ...headers
      .filter(({ name }) => !ELSEWHERE.includes(name.toLowerCase()))
      .map((member) => toParameter('header', member)),
    ...(options.method === 'GET' || options.method === 'HEAD' ? [] : [IDEMPOTENCY_KEY]),
  ]
}

const freeQuery = { type: 'object', additionalProperties: { type: 'string' } }

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key within 24 hours gets the first answer again, and nothing runs twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
}

interface Member {
  readonly name: string
  readonly schema: unknown
  readonly isRequired: boolean
}

function toParameter(place: string, { name, schema, isRequired }: Member): JsonObject {
  const { description } = (schema ?? {}) as { description?: unknown }
  return {
    name,
    in: place,
    ...(isRequired && { required: true }),
    ...(typeof description === 'string' && { description }),
    schema,
  }
}

/** The members of an object's schema; none if it names none. */
function membersOf(schema: unknown, components: SchemaComponents, name: string): Member[] {
  if (schema === undefined) return []
  const { properties, required, allOf } = components.inline(schema, name)
  const own = Object.entries((properties ?? {}) as object).map(
    ([member, inner]): Member => ({
      name: member,
      schema: inner,
      isRequired: Array.isArray(required) && required.includes(member) && inner?.default === undefined,
    }),
  )
  const more = Array.isArray(allOf)
    ? allOf.flatMap((part, i) => membersOf(part, components, `${name}-${i}`))
    : []
  return [...own, ...more]
}
