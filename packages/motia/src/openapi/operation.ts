/** One api step as an operation of the document. Called by document.ts. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { JsonObject, SchemaComponents } from './components.ts'
import { toParameters } from './parameters.ts'
import { toRequestBody } from './request-body.ts'
import { toResponses } from './responses.ts'

/**
 * @param names of the path's parameters as the step calls them
 * @param shown the same as the document calls them
 */
export function toOperation(
  step: StepDescriptor,
  names: readonly string[],
  shown: readonly string[],
  components: SchemaComponents,
): JsonObject {
  const { id, options } = step
  const tags = tagsOf(step)
  const parameters = toParameters(step, names, shown, components)
  const requestBody = toRequestBody(step, components)
  return {
    operationId: id,
    ...(tags.length > 0 && { tags }),
    ...(typeof options.description === 'string' && toWords(options.description)),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: toResponses(step, components),
  }
}

/** The flows of a step. */
export function tagsOf({ options }: StepDescriptor): string[] {
  return Array.isArray(options.flows) ? options.flows.map(String) : []
}

/** The first line is what lists show. */
function toWords(description: string): JsonObject {
  const [summary = '', ...rest] = description.trim().split('\n')
  return rest.length === 0 ? { summary } : { summary, description }
}
