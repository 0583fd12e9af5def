import type { StepDescriptor } from '@motia/core/descriptor'
import { expect, it } from 'vitest'
import { toEndpoints } from './endpoint-list.ts'

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
