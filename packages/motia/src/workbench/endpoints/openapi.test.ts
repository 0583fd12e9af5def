import type { StepDescriptor } from '@motia/core/descriptor'
import { expect, it } from 'vitest'
import { toEndpoints, toOpenApi } from './openapi.ts'

const step = (more: Partial<StepDescriptor>): StepDescriptor => ({
  kind: 'api',
  id: 'get-user',
  file: 'motia/steps/user.ts',
  line: 3,
  language: 'node',
  exportName: 'default',
  options: { method: 'GET', path: '/users/:id', description: 'One user.' },
  triggers: [],
  ...more,
})
const body = { type: 'object', properties: { name: { type: 'string' } } }
const STEPS = [
  step({}),
  step({ id: 'create', options: { method: 'post', path: '/users' }, payloadSchema: body }),
  step({
    id: 'list',
    options: { path: '/users' },
    querySchema: { type: 'object', properties: { page: { type: 'integer' } }, required: ['page'] },
  }),
  step({ id: 'job', kind: 'event' }),
]

it('api steps are listed by path and method, with their parameters, schemas and an example', () => {
  expect(toEndpoints(STEPS)).toMatchObject([
    { stepId: 'list', method: 'GET', path: '/users', params: [], query: { required: ['page'] } },
    { stepId: 'create', method: 'POST', body, example: { name: 'text' }, responses: { 400: {} } },
    { stepId: 'get-user', params: ['id'], description: 'One user.', file: 'motia/steps/user.ts', line: 3 },
  ])
})

it('they are an OpenAPI document', () => {
  const document = toOpenApi('shop', 'http://localhost:3001', toEndpoints(STEPS))
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'shop' },
    servers: [{ url: 'http://localhost:3001' }],
  })
  expect(Object.keys(document.paths as object)).toEqual(['/users', '/users/{id}'])
  expect(document.paths).toMatchObject({
    '/users': {
      get: { parameters: [{ name: 'page', in: 'query', required: true }] },
      post: {
        operationId: 'create',
        requestBody: { content: { 'application/json': { schema: body, example: { name: 'text' } } } },
      },
    },
    '/users/{id}': {
      get: { parameters: [{ name: 'id', in: 'path', required: true }], responses: { 200: {} } },
    },
  })
})
