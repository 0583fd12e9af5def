/** Api steps as documentation: a list for the page, and an OpenAPI 3.1 document for every tool. Pure; routes/endpoints.ts asks. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { WireEndpoint } from '../wire/endpoints.ts'
import { makeExample } from './example.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** What Motia itself answers an input with that does not match its schema. */
const INVALID = {
  type: 'object',
  properties: {
    error: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' }, in: { type: 'string' } },
      },
    },
  },
}

export function toEndpoints(steps: readonly StepDescriptor[]): WireEndpoint[] {
  const endpoints = steps.filter(({ kind }) => kind === 'api').map(toEndpoint)
  return endpoints.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
}

/** @param server the address of the project's API */
export function toOpenApi(title: string, server: string, endpoints: readonly WireEndpoint[]): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(PARAM, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: toOperation(endpoint) }
  }
  return { openapi: '3.1.0', info: { title, version: '1' }, servers: [{ url: server }], paths }
}

/** `:id` of a path as written. */
const PARAM = /:([A-Za-z_]\w*)/g

function toEndpoint({ id, file, line, options, payloadSchema, querySchema }: StepDescriptor): WireEndpoint {
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
    responses: { 200: {}, ...(isChecked && { 400: INVALID }) },
    ...(example !== undefined && { example }),
    file,
    ...(line !== undefined && { line }),
  }
}

function toOperation(endpoint: WireEndpoint): JsonObject {
  const { stepId, description, params, body, query, responses, example } = endpoint
  const parameters = [
    ...params.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...toQueryParameters(query),
  ]
  return {
    operationId: stepId,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body, ...(example !== undefined && { example }) } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, schema]) => [status, toResponse(status, schema)]),
    ),
  }
}

function toResponse(status: string, schema: unknown): JsonObject {
  const description = status === '400' ? 'the input does not match its schema' : 'what the step answers'
  const isSaid = Object.keys(schema as object).length > 0
  return { description, ...(isSaid && { content: { 'application/json': { schema } } }) }
}

function toQueryParameters(query: unknown): JsonObject[] {
  const { properties = {}, required = [] } = (query ?? {}) as { properties?: object; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
