/** Api steps as a list for the page; the same as an OpenAPI document is openapi/'s. Pure; routes/endpoints.ts asks. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { makeExample } from '../../openapi/example.ts'
import { PROBLEM_SCHEMA } from '../../openapi/problems.ts'
import type { WireEndpoint } from '../wire/endpoints.ts'

export function toEndpoints(steps: readonly StepDescriptor[]): WireEndpoint[] {
  const endpoints = steps.filter(({ kind }) => kind === 'api').map(toEndpoint)
  return endpoints.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
}

/** `:id` of a path as written. */
const PARAM = /:([A-Za-z_]\w*)/g

function toEndpoint(step: StepDescriptor): WireEndpoint {
  const { id, file, line, options, payloadSchema, querySchema, responseSchemas } = step
  const path = String(options.path ?? '/')
  const method = String(options.method ?? 'GET').toUpperCase()
  const isChecked = payloadSchema !== undefined || querySchema !== undefined
  const example = makeExample(payloadSchema)
  return {
    stepId: id,
    method,
    path,
    params: [...path.matchAll(PARAM)].map(([, name = '']) => name),
    ...(typeof options.description === 'string' && { description: options.description }),
    ...(payloadSchema !== undefined && { body: payloadSchema }),
    ...(querySchema !== undefined && { query: querySchema }),
    responses: { ...(isChecked && { 400: PROBLEM_SCHEMA }), ...(responseSchemas ?? { 200: {} }) },
    ...(example !== undefined && { example }),
    file,
    ...(line !== undefined && { line }),
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
