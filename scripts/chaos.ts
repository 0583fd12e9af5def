/**
 * `npm run chaos`: the chaos suite at length. `-- --minutes 10 --chains 20000 --kill-every 2500` are the defaults;
 * prints what was killed, what was found, and fails if anything was lost or doubled.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startClients } from '../test/chaos/clients.ts'
import { findLosses, settled } from '../test/chaos/judge.ts'
import { end, startKiller } from '../test/chaos/killer.ts'
import { createChaosProject } from '../test/chaos/project.ts'
import { findPacks, startRegistry } from '../test/registry/registry.ts'
import { pack } from './pack.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    chains: { type: 'string', default: '20000' },
    'kill-every': { type: 'string', default: '2500' },
  },
})
const minutes = Number(values.minutes)
const chains = Number(values.chains)
/** For what is left when the last client was answered. */
const SETTLE_MS = 300_000
const PROGRESS_MS = 15_000

await pack()
const registry = await startRegistry(findPacks())
const home = mkdtempSync(join(tmpdir(), 'motia-chaos-home-'))
const project = await createChaosProject(registry.createEnvironment(home))
try {
  const losses = await rage()
  for (const loss of losses) console.log(`✗ ${loss}`)
  console.log(losses.length === 0 ? '✓ nothing lost, nothing doubled' : `${losses.length} figures are off`)
  process.exitCode = losses.length === 0 ? 0 : 1
} finally {
  await registry.stop()
  for (const folder of [project.folder, home]) rmSync(folder, { recursive: true, force: true })
}

async function rage(): Promise<string[]> {
  const server = project.start()
  await project.ready()
  const killer = startKiller(project, server, Number(values['kill-every']))
  const clients = startClients({
    url: project.url,
    total: chains,
    overMs: minutes * 60_000,
    concurrency: 32,
  })
  const progress = setInterval(() => console.log(`${clients.answered} of ${chains} answered`), PROGRESS_MS)
  try {
    await Promise.race([clients.done, killer.failed])
    const { kills, whileExecuting, byVictim } = await killer.stop()
    await settled(project.databasePath, SETTLE_MS)
    console.log(`${kills} kills, ${whileExecuting} of them with a run executing:`, byVictim)
    console.log(`${clients.answered} requests answered after ${clients.retries} retries`)
  } finally {
    clearInterval(progress)
    await end(killer.server)
  }
  return findLosses(project.databasePath, chains)
}
