/**
 * `npm run soak -- --minutes 30`: `motia dev` under mixed load: requests, runs short and long, Python if there is some, a
 * client of the Workbench's live stream, an edit now and then. Prints a row for each minute as it goes, and fails if memory,
 * descriptors or files grew, or if anything was lost, refused or done twice.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startMotia } from '../bench/processes/motia-server.ts'
import { createProject } from '../bench/processes/project.ts'
import { makeEdits, quantile } from '../test/edits/edit-loop.ts'
import { useOfTree } from '../test/edits/process-tree.ts'
import { FILES } from '../test/edits/project.ts'
import { startTraffic } from '../test/edits/traffic.ts'
import { build } from './build.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    'edit-every': { type: 'string', default: '10' },
    'skip-build': { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const editEveryMs = Number(values['edit-every']) * 1000
const PYTHON = `from motia import event

@event(id="python-work")
async def work(n):
    return n * 2
`
const LONG_MS = 45_000
const PYTHON_EVERY_MS = 500
const SAMPLE_MS = 2_000
const FAULTS_SHOWN = 10
/** What may differ between the first third and the last, beside a tenth. */
const ALLOWED = { mb: 30, descriptors: 40, files: 60 } as const

interface Sample {
  readonly minute: number
  readonly mb: number
  readonly descriptors: number
  /** Below `.motia`. */
  readonly files: number
}

if (!values['skip-build']) await build()
const hasPython = spawnSync('python3', ['--version']).status === 0
const project = createProject('soak', {
  ...FILES,
  ...(hasPython && { 'motia/steps/work.py': PYTHON }),
})
const setting = { node: process.execPath, nodeMajor: 0, seconds: 0, fed: 0, profile: undefined }
const watchers = { clients: 1, hasBrowser: false }
const server = await startMotia(project, { ...setting, watchers }, 'dev')
const place = { folder: project.folder, url: `http://127.0.0.1:${server.port}` }
const beganAt = Date.now()
const samples: Sample[] = []
let isOver = false
try {
  await Promise.race([server.died, soak()])
} finally {
  isOver = true
  await server.stop()
  project.remove()
}

async function soak(): Promise<void> {
  const traffic = startTraffic({ ...place, longMs: LONG_MS })
  const count = Math.max(1, Math.floor((minutes * 60_000) / (editEveryMs + 300)))
  const watching = [sample(), hasPython && triggerPython()]
  const latencies = await makeEdits({ ...place, count, pauseMs: editEveryMs })
  const faults = await traffic.stop()
  isOver = true
  await Promise.all(watching)
  const { requests, runs } = traffic.counts()
  const [p50, p95] = [0.5, 0.95].map((share) => Math.round(quantile(latencies, share)))
  console.log(`${count} edits (p50 ${p50} ms, p95 ${p95} ms), ${requests} requests, ${runs} runs`)
  for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`✗ ${fault}`)
  report(faults.length === 0, `${faults.length} faults`)
  for (const key of ['mb', 'descriptors', 'files'] as const) judge(key)
}

/** Prints each minute when it is over. */
async function sample(): Promise<void> {
  console.log('minute      MB  descriptors  files')
  while (!isOver) {
    const { pss, descriptors } = useOfTree(server.pid)
    const minute = Math.floor((Date.now() - beganAt) / 60_000)
    const before = samples.at(-1)?.minute ?? minute
    if (minute > before) printMinute(before)
    samples.push({ minute, mb: pss / 1024 ** 2, descriptors, files: countFiles() })
    await sleep(SAMPLE_MS)
  }
  printMinute(samples.at(-1)?.minute ?? 0)
}

async function triggerPython(): Promise<void> {
  for (let n = 1; !isOver; n++) {
    const body = JSON.stringify({ target: 'python-work', payload: { n } })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${place.url}/trigger`, { method: 'POST', headers, body }).catch(() => {})
    await sleep(PYTHON_EVERY_MS)
  }
}

function countFiles(): number {
  try {
    const folder = join(project.folder, '.motia')
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile()).length
  } catch {
    return samples.at(-1)?.files ?? 0 // a build was removed meanwhile
  }
}

function printMinute(minute: number): void {
  const own = samples.filter((one) => one.minute === minute)
  const [mb, descriptors, files] = (['mb', 'descriptors', 'files'] as const).map((key) =>
    String(Math.round(median(own, key))),
  )
  console.log(`${minute}`.padStart(6), mb?.padStart(7), descriptors?.padStart(12), files?.padStart(6))
}

function judge(key: 'mb' | 'descriptors' | 'files'): void {
  const third = Math.max(1, Math.floor(samples.length / 3))
  const [first, last] = [median(samples.slice(0, third), key), median(samples.slice(-third), key)]
  const isFlat = last <= first * 1.1 + ALLOWED[key]
  report(isFlat, `${key}: ${Math.round(first)} in the first third, ${Math.round(last)} in the last`)
}

function report(isFine: boolean, words: string): void {
  console.log(`${isFine ? '✓' : '✗'} ${words}`)
  if (!isFine) process.exitCode = 1
}

function median(of: readonly Sample[], key: 'mb' | 'descriptors' | 'files'): number {
  const figures = of.map((one) => one[key]).toSorted((a, b) => a - b)
  return figures[Math.floor(figures.length / 2)] ?? 0
}
