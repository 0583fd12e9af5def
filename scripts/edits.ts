/**
 * `npm run edits`: a project is edited a thousand times in a row while requests and runs flow. Prints how long edits
 * take to be answered by, and the memory of all processes meanwhile; fails if anything was lost, refused or done twice,
 * if the memory grew, or if edits took too long. `-- --count 1000 --pause 800 --long 60` are the defaults: edits,
 * milliseconds between them, seconds of the long runs.
 */
import { parseArgs } from 'node:util'
import { startMotia } from '../bench/processes/motia-server.ts'
import { createProject } from '../bench/processes/project.ts'
import { makeEdits, quantile } from '../test/edits/edit-loop.ts'
import { useOfTree } from '../test/edits/process-tree.ts'
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
/** Between the first tenth and the last: garbage is not collected at the same moment in all processes. */
const GROWTH_BYTES = 40 * 1024 ** 2
const FAULTS_SHOWN = 10

if (!values['skip-build']) await build()
const project = createProject('edits', FILES)
const server = await startMotia(
  project,
  { node: process.execPath, nodeMajor: 0, seconds: 0, fed: 0, profile: undefined },
  'dev',
)
const place = { folder: project.folder, url: `http://127.0.0.1:${server.port}` }
const memory: number[] = []
try {
  const traffic = startTraffic({ ...place, longMs: Number(values.long) * 1000 })
  const edits = makeEdits({ ...place, count, pauseMs: Number(values.pause), onEdit: look })
  const latencies = await Promise.race([server.died, edits])
  const faults = await traffic.stop()
  const { requests, runs } = traffic.counts()
  const ms = (share: number, kind?: (typeof EDIT_KINDS)[number]) =>
    Math.round(quantile(latencies, share, kind))
  for (const kind of EDIT_KINDS)
    console.log(`${kind.padEnd(7)} p50 ${ms(0.5, kind)} ms, p95 ${ms(0.95, kind)} ms`)
  const tenth = Math.max(1, Math.floor(memory.length / 10))
  const [first, last] = [median(memory.slice(0, tenth)), median(memory.slice(-tenth))]
  for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`✗ ${fault}`)
  report(faults.length === 0, `${count} edits, ${requests} requests, ${runs} runs: ${faults.length} faults`)
  report(ms(0.5) <= P50_MS, `p50 ${ms(0.5)} ms, wanted ${P50_MS}`)
  report(ms(0.95) <= P95_MS, `p95 ${ms(0.95)} ms, wanted ${P95_MS}`)
  report(last - first <= GROWTH_BYTES, `memory of all processes: ${mb(first)} at first, ${mb(last)} at last`)
} finally {
  await server.stop()
  project.remove()
}

function look(n: number): void {
  const { pss, processes, descriptors } = useOfTree(server.pid)
  memory.push(pss)
  if (n % 50 === 0) console.log(`${n} edits: ${mb(pss)}, ${processes} processes, ${descriptors} descriptors`)
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
