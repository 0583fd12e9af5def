import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WireRedriven } from 'motia/workbench/wire/runs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { redriveAll } from './redrive.ts'

/** Failed runs in pages of two; `4` is refused. */
const PAGES: Readonly<Record<string, { readonly runIds: readonly string[]; readonly before?: string }>> = {
  '': { runIds: ['5', '4'], before: '4' },
  '4': { runIds: ['3', '2'], before: '2' },
  '2': { runIds: [] },
}

let server: Server
let asked: string[]
let sent: string[][]

beforeEach(async () => {
  asked = []
  sent = []
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    response.setHeader('content-type', 'application/json')
    if (pathname === '/api/v1/runs') {
      asked.push(`${searchParams.get('kind')} ${searchParams.get('step')} ${searchParams.get('status')}`)
      const { runIds, before } = PAGES[searchParams.get('before') ?? ''] as (typeof PAGES)['']
      response.end(JSON.stringify({ runs: runIds.map((runId) => ({ runId })), before }))
      return
    }
    let body = ''
    for await (const chunk of request) body += chunk
    const { runIds } = JSON.parse(body) as { runIds: string[] }
    sent.push(runIds)
    const refused = runIds.filter((runId) => runId === '4').map((runId) => ({ runId, error: 'is running' }))
    response.end(JSON.stringify({ redriven: runIds.length - refused.length, refused }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { fetch } = globalThis
  // The page's addresses begin with a slash: here somebody has to say where.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(base + path, init))
})

afterEach(() => {
  vi.unstubAllGlobals()
  server.close()
})

it('tries page after page again, and adds up what was refused', async () => {
  const told: WireRedriven[] = []
  const done = await redriveAll({
    stepId: 'pay',
    statuses: ['failed', 'quarantined'],
    onProgress: (progress) => told.push(progress),
    signal: new AbortController().signal,
  })
  expect(asked[0]).toBe('run pay failed,quarantined')
  expect(sent).toEqual([
    ['5', '4'],
    ['3', '2'],
  ])
  expect(done).toEqual({ redriven: 3, refused: [{ runId: '4', error: 'is running' }] })
  expect(told.map(({ redriven }) => redriven)).toEqual([1, 3])
})

it('stops before the next page when it is told to', async () => {
  const controller = new AbortController()
  const done = await redriveAll({
    stepId: 'pay',
    statuses: ['failed'],
    onProgress: () => controller.abort(),
    signal: controller.signal,
  })
  expect(sent).toHaveLength(1)
  expect(done.redriven).toBe(1)
})
