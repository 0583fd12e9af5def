/**
 * `npm run edits`: a project is edited a thousand times in a row while requests and runs flow. Prints how long edits
 * take to be answered by, and the memory of all processes meanwhile; fails if anything was lost, refused or done twice,
 * if the memory grew, or if edits took too long. `-- --count 1000 --pause 800 --long 60` are the defaults: edits,
 * milliseconds between them, seconds of the long runs. Each long run keeps the processes of the code that it began on,
 * so memory is flat if it grows no more once as many of them go on as ever will, and is what it was when all have ended.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startMotia } from '../bench/processes/motia-server.ts'
import { createProject } from '../bench/processes/project.ts'
import { makeEdits, quantile } from '../test/edits/edit-loop.ts'
import { type TreeUse, useOfTree } from '../test/edits/process-tree.ts'
import { EDIT_KINDS, FILES } from '../test/edits/project.ts'
import { startTraffic } from '../test/edits/traffic.ts'
import { build } from './build.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    pause: { type: 'string', default: '800' },
    long: { type: 'string', default: '60' },
    'skip-build': { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const P50_MS = 150
const P95_MS = 400
/** Garbage is not collected at the same moment in all processes. */
const GROWTH_BYTES = 40 * 1024 ** 2
/** For a server to come to rest: its spare warmed up, its garbage collected, what was replaced gone. */
const REST_MS = 8_000
const REST_LIMIT_MS = 90_000
/** Connections of the client that are kept alive, and the like. */
const DESCRIPTORS = 10
const FAULTS_SHOWN = 10

if (!values['skip-build']) await build()
const project = createProject('edits', FILES)
const server = await startMotia(
  project,
  { node: process.execPath, nodeMajor: 0, seconds: 0, fed: 0, profile: undefined },
  'dev',
)
const place = { folder: project.folder, url: `http://127.0.0.1:${server.port}` }
const memory: { readonly atMs: number; readonly pss: number }[] = []
try {
  await Promise.race([server.died, sleep(REST_MS)])
  const before = useOfTree(server.pid)
  console.log(`at rest: ${mb(before.pss)}, ${before.processes} processes, ${before.descriptors} descriptors`)
  const traffic = startTraffic({ ...place, longMs: Number(values.long) * 1000 })
  const edits = makeEdits({ ...place, count, pauseMs: Number(values.pause), onEdit: look })
  const latencies = await Promise.race([server.died, edits])
  const faults = await traffic.stop()
  const { requests, runs, resent } = traffic.counts()
  const ms = (share: number, kind?: (typeof EDIT_KINDS)[number]) =>
    Math.round(quantile(latencies, share, kind))
  for (const kind of EDIT_KINDS)
    console.log(`${kind.padEnd(7)} p50 ${ms(0.5, kind)} ms, p95 ${ms(0.95, kind)} ms`)
  const [first, last] = firstAndLast()
  const after = await atRest(before.processes)
  for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`✗ ${fault}`)
  report(
    faults.length === 0,
    `${count} edits, ${requests} requests, ${runs} runs, ${resent} sent again: ${faults.length} faults`,
  )
  report(ms(0.5) <= P50_MS, `p50 ${ms(0.5)} ms, wanted ${P50_MS}`)
  report(ms(0.95) <= P95_MS, `p95 ${ms(0.95)} ms, wanted ${P95_MS}`)
  report(last - first <= GROWTH_BYTES, `memory among edits: ${mb(first)} at first, ${mb(last)} at last`)
  report(
    after.pss - before.pss <= GROWTH_BYTES,
    `memory at rest: ${mb(before.pss)} before, ${mb(after.pss)} after`,
  )
  report(
    after.processes === before.processes && after.descriptors <= before.descriptors + DESCRIPTORS,
    `${before.processes} processes and ${before.descriptors} descriptors before, ` +
      `${after.processes} and ${after.descriptors} after`,
  )
} finally {
  await server.stop()
  project.remove()
}

function look(n: number): void {
  const { pss, processes, descriptors } = useOfTree(server.pid)
  memory.push({ atMs: performance.now(), pss })
  if (n % 50 === 0) console.log(`${n} edits: ${mb(pss)}, ${processes} processes, ${descriptors} descriptors`)
}

/** The tenth of the edits after the first long runs had ended, and the last tenth. */
function firstAndLast(): [number, number] {
  const fullFrom = (memory[0]?.atMs ?? 0) + Number(values.long) * 1000
  const full = memory.filter(({ atMs }) => atMs >= fullFrom).map(({ pss }) => pss)
  const tenth = Math.max(1, Math.floor(full.length / 10))
  return [median(full.slice(0, tenth)), median(full.slice(-tenth))]
}

async function atRest(processes: number): Promise<TreeUse> {
  const until = performance.now() + REST_LIMIT_MS
  while (useOfTree(server.pid).processes > processes && performance.now() < until) await sleep(500)
  await sleep(REST_MS)
  return useOfTree(server.pid)
}

function report(isFine: boolean, words: string): void {
  console.log(`${isFine ? '✓' : '✗'} ${words}`)
  if (!isFine) process.exitCode = 1
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`
}
