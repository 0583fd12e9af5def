/**
 * `reload`: from the save of a file to the first answer of the new code. Ours is `motia dev` with the project of
 * test/edits; Vite's dev server loads a module for each request and follows edits in one process; `node --watch` starts
 * a server anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeEdits, quantile } from '../../test/edits/edit-loop.ts'
import { FILES } from '../../test/edits/project.ts'
import type { Benchmark, Sample, Setting, Side } from '../benchmark.ts'
import { cleanEnvironment, startChild } from '../processes/child-process.ts'
import { findFreePort } from '../processes/free-port.ts'
import { startMotia } from '../processes/motia-server.ts'
import { startPeer } from '../processes/peer.ts'
import { createProject, type Project } from '../processes/project.ts'

const EDITS = 25
/** Whoever edits looks at what came of it; ours warms up its next process meanwhile. */
const PAUSE_MS = 1000
const POLL_MS = 2
const PATIENCE_MS = 30_000
const WATCHED = fileURLToPath(new URL('../peers/watched.mjs', import.meta.url))

export const reload: Benchmark = {
  title: 'from a save to the first answer of the new code',
  runs: 5,
  metrics: [
    { key: 'p50Ms', label: 'ms, p50', better: 'less' },
    { key: 'p95Ms', label: 'ms, p95', better: 'less' },
  ],
  async sides(setting) {
    const vite = JSON.parse(
      readFileSync(new URL('../../node_modules/vite/package.json', import.meta.url), 'utf8'),
    )
    const kinds = 'step, helper, .env, configuration, two files at once'
    return [
      { name: 'motia dev', settings: { edits: EDITS, kinds }, measure: () => measureMotia(setting) },
      toPeer('vite ssrLoadModule', { vite: vite.version }, (root) => startVite(root, setting)),
      toPeer('node --watch', {}, (root) => startWatched(root, setting)),
    ]
  },
  aims: (medians) => [
    {
      what: 'p50 of all kinds of edits, ms',
      reached: medians('motia dev', 'p50Ms'),
      wanted: 150,
      bound: 'at most',
    },
    {
      what: 'p95 of all kinds of edits, ms',
      reached: medians('motia dev', 'p95Ms'),
      wanted: 400,
      bound: 'at most',
    },
  ],
}

async function measureMotia(setting: Setting): Promise<Sample> {
  const project = createProject('reload', FILES)
  const server = await startMotia(project, setting, 'dev')
  try {
    await delay(2 * PAUSE_MS)
    const place = { folder: project.folder, url: `http://127.0.0.1:${server.port}` }
    const edits = makeEdits({ ...place, count: EDITS, pauseMs: PAUSE_MS })
    const latencies = await Promise.race([server.died, edits])
    return { p50Ms: quantile(latencies, 0.5), p95Ms: quantile(latencies, 0.95) }
  } finally {
    await server.stop()
    project.remove()
  }
}

interface Peer {
  readonly port: number
  readonly died: Promise<never>
  stop(): Promise<void>
}

function toPeer(name: string, versions: object, start: (root: string) => Promise<Peer>): Side {
  const settings = { ...versions, edits: EDITS, kinds: 'step, helper' }
  return { name, settings, measure: () => measurePeer(start) }
}

async function measurePeer(start: (root: string) => Promise<Peer>): Promise<Sample> {
  const project = createProject('reload-peer', toPeerFiles(0, 0))
  const peer = await start(project.folder)
  try {
    await Promise.race([peer.died, untilAnswered(peer.port, 0)])
    await delay(2 * PAUSE_MS)
    const latencies: number[] = []
    for (let n = 1; n <= EDITS; n++) {
      latencies.push(await Promise.race([peer.died, editPeer(project, peer.port, n)]))
      await delay(PAUSE_MS)
    }
    latencies.sort((a, b) => a - b)
    const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
    return { p50Ms: at(0.5), p95Ms: at(0.95) }
  } finally {
    await peer.stop()
    project.remove()
  }
}

async function editPeer({ folder }: Project, port: number, n: number): Promise<number> {
  const files = toPeerFiles(n, n)
  const isStep = n % 2 === 0
  const savedAt = performance.now()
  for (const [file, text] of Object.entries(files)) {
    if (file.startsWith('step') === isStep) writeFileSync(join(folder, file), text)
  }
  await untilAnswered(port, n)
  return performance.now() - savedAt
}

/** The same for both peers: Vite takes the one without types, too. */
function toPeerFiles(step: number, helper: number): Record<string, string> {
  const text = (end: string) =>
    `import { helper } from './helper${end}'\nexport const handle = () => ({ newest: Math.max(${step}, helper) })\n`
  return {
    'step.ts': text('.ts'),
    'helper.ts': `export const helper = ${helper}\n`,
    'step.mjs': text('.mjs'),
    'helper.mjs': `export const helper = ${helper}\n`,
  }
}

async function untilAnswered(port: number, n: number): Promise<void> {
  const endAt = performance.now() + PATIENCE_MS
  while (performance.now() < endAt) {
    const headers = { connection: 'close' }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers }).catch(() => undefined)
    const body = answer?.ok ? ((await answer.json()) as { newest: number }) : undefined
    if (body && body.newest >= n) return
    await delay(POLL_MS)
  }
  throw new Error(`edit ${n} was not answered by within ${PATIENCE_MS} ms`)
}

async function startVite(root: string, { node }: Setting): Promise<Peer> {
  const port = await findFreePort()
  return { ...(await startPeer('vite-ssr.mjs', node, { port, root })), port }
}

async function startWatched(root: string, { node }: Setting): Promise<Peer> {
  const port = await findFreePort()
  const env = { ...cleanEnvironment(), BENCH_OPTIONS: JSON.stringify({ port, root }) }
  const child = startChild(node, ['--watch', WATCHED], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { ...child, port }
}
