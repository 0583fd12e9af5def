import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { get, post, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WireGraph } from '../wire/steps.ts'

useTestWorkbench()

const arrange = (positions: unknown) => post('/api/v1/commands/arrange', { positions })

it('draws the steps, and where their nodes were put', async () => {
  const graph = await get<WireGraph>('/api/v1/graph')
  expect(graph.nodes.map(({ id }) => id)).toContain('step:send-email')
  expect(graph.positions).toEqual({})
  const positions = { 'step:send-email': { x: 10.4, y: -20 }, 'topic:user.created': { x: 0, y: 0 } }
  expect(await arrange(positions)).toEqual([200, { done: true }])
  expect((await get<WireGraph>('/api/v1/graph')).positions).toEqual({
    ...positions,
    'step:send-email': { x: 10, y: -20 },
  })
  expect(readdirSync(join(world.folder, 'motia'))).toEqual(['workbench.json'])
  expect(readFileSync(join(world.folder, 'motia/workbench.json'), 'utf8')).toMatch(/\n$/)
})

it('takes all positions anew, and a file that is none as no positions', async () => {
  await arrange({ 'step:a': { x: 1, y: 1 } })
  await arrange({ 'step:b': { x: 1, y: 1 } })
  expect(Object.keys((await get<WireGraph>('/api/v1/graph')).positions)).toEqual(['step:b'])
  writeFileSync(join(world.folder, 'motia/workbench.json'), '{"positions":{"step:a":{"x":"1"}}}')
  expect((await get<WireGraph>('/api/v1/graph')).positions).toEqual({})
})

it.each([
  [null],
  [[]],
  [{ 'step:a': null }],
  [{ 'step:a': { x: 1 } }],
  [{ 'step:a': { x: 1e9, y: 1 } }],
  [{ '../a': { x: 1, y: 1 } }],
  [Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`step:${i}`, { x: 0, y: 0 }]))],
])('refuses positions that are none', async (positions) => {
  expect((await arrange(positions))[0]).toBe(400)
})

it('is arranged in development only', async () => {
  const info = world.app.info()
  world.app.info = () => ({ ...info, mode: 'production' })
  expect((await arrange({}))[0]).toBe(409)
  expect(await get('/api/v1/info')).toMatchObject({ canArrange: false })
})
