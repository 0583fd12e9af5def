import { createServer } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkbenchOptions } from '../workbench/server.ts'
import { createAppStatus } from './app-status.ts'
import { createWorkbenchPort, type WorkbenchPort } from './workbench-port.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const nothing = async () => []
const status = { ...createAppStatus(), info: () => ({ project: 'shop', mode: 'development' }) }
const ownToken = 'a token of the test'
const OPTIONS = {
  root: '/nowhere',
  app: status,
  runs: { counts: nothing, schedules: nothing },
  telemetry: { metrics: nothing },
  commands: {},
  access: { ownToken, ownTokenFile: '.motia/workbench.token', credentials: [] },
  audit: { record: () => {} },
} as unknown as WorkbenchOptions

function create(): WorkbenchPort {
  const port = createWorkbenchPort(async () => OPTIONS)
  closing.push(() => port.close())
  return port
}

async function occupy(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1')
  closing.push(() => other.close())
  await vi.waitFor(() => expect(other.listening).toBe(true))
  return (other.address() as { port: number }).port
}

describe("the Workbench's port", () => {
  it('answers once it is open, and takes telemetry before and after', async () => {
    const workbench = create()
    workbench.take([])
    const port = await workbench.open({ host: '127.0.0.1', port: 0 }, true)
    workbench.take([])
    const headers = { authorization: `Bearer ${ownToken}` }
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/info`, { headers })
    expect(await answer.json()).toMatchObject({ project: 'shop' })
  })

  it('moves on from a port that is taken if it may, and says so otherwise', async () => {
    const port = await occupy()
    expect(await create().open({ host: '127.0.0.1', port }, true)).toBeGreaterThan(port)
    await expect(create().open({ host: '127.0.0.1', port }, false)).rejects.toMatchObject({
      code: 'MOTIA_PORT_BUSY',
    })
    await expect(create().open({ host: '192.0.2.1', port: 0 }, true)).rejects.toMatchObject({
      code: 'MOTIA_LISTEN',
    })
  })
})
