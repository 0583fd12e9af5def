/** What an operation answers: what its step says, and what Motia itself answers in its place. Called by operation.ts. */
import { STATUS_CODES } from 'node:http'
import type { StepDescriptor } from '@motia/core/descriptor'
import type { JsonObject, SchemaComponents } from './components.ts'
import { problemsOf, toProblemResponse } from './problems.ts'

export function toResponses(step: StepDescriptor, components: SchemaComponents): JsonObject {
  const { responseSchemas } = step
  const own = responseSchemas
    ? Object.entries(responseSchemas).map(([status, schema]) => [
        status,
        toResponse(step, status, schema, components),
      ])
    : [
        ['200', { description: 'What the step answers.', content: { 'application/json': { schema: {} } } }],
        ['default', { description: 'Any other answer of the step.' }],
      ]
  const said = responseSchemas ?? {}
  const ours = problemsOf(step)
    .filter((status) => !(status in said))
    .map((status) => [status, toProblemResponse(status)])
  return Object.fromEntries([...own, ...ours].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

/** A status that Motia answers, too, has either body. */
function toResponse(
  step: StepDescriptor,
  status: string,
  schema: unknown,
  components: SchemaComponents,
): JsonObject {
  const description = wordsOf(schema) ?? STATUS_CODES[status] ?? `Status ${status}`
  const isBoth = problemsOf(step).includes(status)
  if (isEmpty(schema) && !isBoth) return { description }
  const own = components.embed(schema, `${step.id}-${status}`)
  const both = { anyOf: [own, { $ref: '#/components/schemas/Problem' }] }
  return { description, content: { 'application/json': { schema: isBoth ? both : own } } }
}

function wordsOf(schema: unknown): string | undefined {
  const { description } = (schema ?? {}) as { description?: unknown }
  return typeof description === 'string' ? description : undefined
}

/** An answer without a body. */
function isEmpty(schema: unknown): boolean {
  const { type, not } = (schema ?? {}) as { type?: unknown; not?: unknown }
  return type === 'null' || (typeof not === 'object' && not !== null && Object.keys(not).length === 0)
}
