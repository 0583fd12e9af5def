/** Makes a server that nobody asks, so that making the project's own takes no longer than it has to. warmth.ts calls it. */
import { tmpdir } from 'node:os'
import { createRateCounters } from '../server/around/rate-limit.ts'
import { buildRouteTable, type RouteTableOptions } from '../server/route-table.ts'

export async function warmServer(): Promise<void> {
  const world = { timeoutMsOf: () => 0 } as unknown as RouteTableOptions['world']
  const uploads = { open: () => ({ nextPath: () => '', remove: async () => {} }), close: () => {} }
  const table = await buildRouteTable(
    [
      { stepId: 'a', method: 'GET', path: '/a/:id' },
      { stepId: 'b', method: 'POST', path: '/b' },
    ],
    { root: tmpdir(), bodyLimit: 1024, uploads, counters: createRateCounters(), world, health: () => ({}) },
  )
  await table.close()
}
