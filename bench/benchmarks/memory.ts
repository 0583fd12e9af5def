/**
 * `memory`: what all processes of an idle dev server take, after one event was handled: supervisor, app, worker, and the
 * spare app with its worker. Vite's dev server beside it, after one page. Proportional set size, so Linux only.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { useOfTree } from '../../test/edits/process-tree.ts'
import { FILES } from '../../test/edits/project.ts'
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { cleanEnvironment, startChild } from '../processes/child-process.ts'
import { findFreePort } from '../processes/free-port.ts'
import { startMotia } from '../processes/motia-server.ts'
import { createProject } from '../processes/project.ts'

/** For the spare to warm up, and for garbage to be collected where that is done by itself. */
const IDLE_MS = 8_000
const PATIENCE_MS = 30_000
const VITE = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url))

export const memory: Benchmark = {
  title: 'memory of an idle dev server',
  runs: 3,
  metrics: [
    { key: 'pssMb', label: 'MB of all processes', better: 'less' },
    { key: 'processes', label: 'processes' },
  ],
  sides: async (setting) => [
    { name: 'motia dev', settings: { after: 'one event run' }, measure: () => measureMotia(setting) },
    { name: 'vite', settings: { after: 'one page' }, measure: () => measureVite(setting) },
  ],
  aims: (medians) => [
    { what: 'MB of all processes', reached: medians('motia dev', 'pssMb'), wanted: 200, bound: 'at most' },
  ],
}

async function measureMotia(setting: Setting): Promise<Sample> {
  const project = createProject('memory', FILES)
  const server = await startMotia(project, setting, 'dev')
  try {
    const body = JSON.stringify({ id: 'one', ms: 0 })
    const headers = { 'content-type': 'application/json' }
    await fetch(`http://127.0.0.1:${server.port}/run`, { method: 'POST', headers, body })
    await until(() => existsSync(join(project.folder, 'ledger')))
    await Promise.race([server.died, delay(IDLE_MS)])
    return measureTree(server.pid)
  } finally {
    await server.stop()
    project.remove()
  }
}

async function measureVite({ node }: Setting): Promise<Sample> {
  const files = {
    'index.html': '<script type="module" src="/main.ts"></script>',
    'main.ts': 'document.title = "x"',
  }
  const project = createProject('memory-vite', files)
  const port = await findFreePort()
  const args = [VITE, '--host', '127.0.0.1', '--port', String(port), '--strictPort']
  const options = { cwd: project.folder, env: cleanEnvironment() }
  const server = startChild(node, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await until(() => fetch(`http://127.0.0.1:${port}/main.ts`).then(({ ok }) => ok))
    await Promise.race([server.died, delay(IDLE_MS)])
    return measureTree(server.pid)
  } finally {
    await server.stop()
    project.remove()
  }
}

function measureTree(pid: number): Sample {
  const { pss, processes } = useOfTree(pid)
  return { pssMb: pss / 1024 ** 2, processes }
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const endAt = performance.now() + PATIENCE_MS
  while (performance.now() < endAt) {
    try {
      if (await isTrue()) return
    } catch {
      // not yet
    }
    await delay(20)
  }
  throw new Error(`nothing came within ${PATIENCE_MS} ms`)
}
