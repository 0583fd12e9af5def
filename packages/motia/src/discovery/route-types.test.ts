import type { StepDescriptor } from '@motia/core/descriptor'
import { describe, expect, it } from 'vitest'
import { formatRoutes } from './route-types.ts'

const step = (id: string, file: string, more: Partial<StepDescriptor> = {}): StepDescriptor => ({
  kind: 'api',
  id,
  file,
  language: 'node',
  exportName: 'default',
  options: { method: 'GET', path: `/${id}` },
  triggers: [],
  ...more,
})
const STEPS = [
  step('a', 'motia/steps/a.ts'),
  step('b', 'motia/b.mts', { exportName: 'list.1', options: { method: 'POST', path: '/b/:id' } }),
  step('c', 'motia/c.js', { responseSchemas: { 201: { type: 'string' } } }),
  step('d', 'motia/d.py', {
    language: 'python',
    payloadSchema: {
      $ref: '#/$defs/Node',
      $defs: { Node: { properties: { next: { $ref: '#/$defs/Node' } } } },
    },
    querySchema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
  }),
  step('event', 'motia/e.ts', { kind: 'event', options: {} }),
  step('expected', 'motia/f.rb', { options: {} }),
]

describe('the routes of a project', () => {
  it('are named by their steps in TypeScript, and written out of others', () => {
    const text = formatRoutes(STEPS)
    expect(text).toBe(formatRoutes([...STEPS].reverse()))
    const lines = text.split('\n').filter((line) => line.startsWith('  "'))
    expect(lines).toEqual([
      '  "GET /a": RouteOf<(typeof import("../motia/steps/a.js"))["default"]>',
      expect.stringMatching(/^ {2}"GET \/c": .* body: any; answer: \{ status: 201; body: string \} \}$/),
      expect.stringMatching(/^ {2}"GET \/d": \{ query: \{ "n": number \}; .* body: R3_body_1; answer: /),
      '  "POST /b/:id": RouteOf<(typeof import("../motia/b.mjs"))["list"]["1"]>',
    ])
    expect(text).toContain('type R3_body_1 = { "next"?: R3_body_1 | undefined }')
  })
})
