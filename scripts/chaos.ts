/**
 * `npm run chaos`: durability at length. First, under strace, whether the store's log is synced before each answer;
 * then the chaos suite for minutes. `-- --syncs 1000 --minutes 10 --chains 20000 --kill-every 2500` are the defaults;
 * 0 syncs or 0 chains leave that part out. Prints what was done and found, and fails if an answer came too early or
 * anything was lost or doubled.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startClients } from '../test/chaos/clients.ts'
import { findLosses, settled } from '../test/chaos/judge.ts'
import { end, startKiller } from '../test/chaos/killer.ts'
import { createChaosProject } from '../test/chaos/project.ts'
import { checkSyncs, hasStrace } from '../test/durability/check.ts'
import { findPacks, startRegistry } from '../test/registry/registry.ts'
import { pack } from './pack.ts'

const { values } = parseArgs({
  options: {
    syncs: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    chains: { type: 'string', default: '20000' },
    'kill-every': { type: 'string', default: '2500' },
  },
})
const syncs = figure('syncs')
const minutes = figure('minutes')
const chains = figure('chains')
const killEveryMs = figure('kill-every')
/** For what is left when the last client was answered. */
const SETTLE_MS = 300_000
const PROGRESS_MS = 15_000
/** Of what one series of requests did wrong; the rest is much the same. */
const FAULTS_SHOWN = 10

await pack()
const registry = await startRegistry(findPacks())
const home = mkdtempSync(join(tmpdir(), 'motia-chaos-home-'))
const project = await createChaosProject(registry.createEnvironment(home))
try {
  if (syncs > 0 && !(await syncsFirst())) process.exitCode = 1
  if (chains > 0 && !(await losesNothing())) process.exitCode = 1
} finally {
  await registry.stop()
  for (const folder of [project.folder, home]) rmSync(folder, { recursive: true, force: true })
}

async function syncsFirst(): Promise<boolean> {
  if (!hasStrace()) {
    console.log('SKIPPED: whether syncs precede answers. It takes strace: apt-get install strace')
    return !process.env.CI
  }
  const reports = await checkSyncs(project, syncs)
  for (const { connections, acknowledged, synced, syncs, faults } of reports) {
    for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`✗ ${fault}`)
    const how = connections === 1 ? 'one after another' : `on ${connections} connections at once`
    const mark = faults.length === 0 ? '✓' : '✗'
    console.log(`${mark} ${acknowledged} triggers acknowledged ${how}:`)
    console.log(`  ${synced} with a sync of the log between request and answer (${syncs} syncs),`)
    console.log(`  ${faults.length} without`)
  }
  return reports.every(({ faults }) => faults.length === 0)
}

async function losesNothing(): Promise<boolean> {
  const losses = await rage()
  for (const loss of losses) console.log(`✗ ${loss}`)
  console.log(losses.length === 0 ? '✓ nothing lost, nothing doubled' : `${losses.length} figures are off`)
  return losses.length === 0
}

async function rage(): Promise<string[]> {
  const server = project.start()
  await project.ready()
  const killer = startKiller(project, server, killEveryMs)
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

function figure(name: keyof typeof values): number {
  const value = Number(values[name])
  if (!(value >= 0)) throw new Error(`--${name} takes a number, not ${values[name]}`)
  return value
}
