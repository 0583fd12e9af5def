/** A minute of killing: everything that was answered happens, each effect once, and only the guilty are quarantined. */
import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { createEnvironment } from '../registry/environment.ts'
import { startClients } from './clients.ts'
import { findLosses, settled } from './judge.ts'
import { end, startKiller } from './killer.ts'
import { openLedger } from './ledger.ts'
import { type ChaosProject, createChaosProject } from './project.ts'

const CHAINS = 1_200
const OVER_MS = 40_000
const KILL_EVERY_MS = 1_200

let project: ChaosProject
let running: () => ChildProcess | undefined = () => undefined

beforeAll(async () => {
  const { registryUrl, downloads } = inject('registry')
  const home = join(process.env.TMPDIR ?? '/tmp', `motia-chaos-home-${process.pid}`)
  project = await createChaosProject(
    createEnvironment({ registryUrl, home, ...(downloads && { downloads }) }),
  )
})

afterEach(async () => {
  const server = running()
  if (server) await end(server)
})

afterAll(() => rmSync(project.folder, { recursive: true, force: true }))

describe('a project whose processes are killed all the time', () => {
  it('S86 S151: does everything that it accepted, exactly once', async () => {
    const server = project.start()
    await project.ready()
    const killer = startKiller(project, server, KILL_EVERY_MS)
    running = () => killer.server
    const clients = startClients({ url: project.url, total: CHAINS, overMs: OVER_MS, concurrency: 16 })
    await Promise.race([clients.done, killer.failed])
    const report = await killer.stop()
    await settled(project.databasePath, 60_000)
    await end(killer.server)
    console.log(
      `${report.kills} kills, ${report.whileExecuting} of them with a run executing`,
      report.byVictim,
    )
    console.log(`${clients.answered} requests answered after ${clients.retries} retries`)
    expect(findLosses(project.databasePath, CHAINS)).toEqual([])
    expect(Math.min(...Object.values(report.byVictim))).toBeGreaterThan(0)
    expect(report.whileExecuting / report.kills).toBeGreaterThanOrEqual(0.75)
  })

  it('quarantines a run that kills its workers, and nobody beside it', async () => {
    const server = project.start()
    running = () => server
    await project.ready()
    const post = (path: string, body: object) =>
      fetch(`${project.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post('/poison', { innocents: 100 })).status).toBe(200)
    await settled(project.databasePath, 60_000)
    await end(server)
    const ledger = openLedger(project.databasePath)
    expect(ledger.statuses('poison')).toEqual({ quarantined: 1 })
    expect(ledger.statuses('innocent')).toEqual({ succeeded: 100 })
    expect(ledger.attemptsUsed('innocent')).toEqual([1])
    ledger.close()
  })
})
