/**
 * `start`: from the start of `motia dev`, in a project that was never started before, to the first 200 of its last
 * route, and on to the end of the first run that this request triggered.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Benchmark, Sample, Setting, Side } from '../benchmark.ts'
import { spawnMotia } from '../processes/motia-server.ts'
import { createProject } from '../processes/project.ts'

const SIZES = [
  { steps: 5, limitMs: 1000 },
  { steps: 100, limitMs: 2000 },
] as const

const PATIENCE_MS = 30_000
const runFile = promisify(execFile)

export const start: Benchmark = {
  title: 'motia dev, from its start to the first answer and the first handled event',
  runs: 7,
  metrics: [
    { key: 'handledMs', label: 'ms to the first event handled', better: 'less' },
    { key: 'answeredMs', label: 'ms to the first 200 of the last route', better: 'less' },
    { key: 'bareNodeMs', label: 'ms of node -e 0' },
  ],
  async sides(setting) {
    const [first, ...others] = SIZES.map(({ steps }) => toSide(steps, setting))
    return [first as Side, ...others]
  },
  aims: (medians) =>
    SIZES.map(({ steps, limitMs }) => ({
      what: `${nameOf(steps)}: ms to the first event handled`,
      reached: medians(nameOf(steps), 'handledMs'),
      wanted: limitMs,
      bound: 'at most',
    })),
}

function toSide(steps: number, setting: Setting): Side {
  const settings = { steps, apiSteps: steps - countEvents(steps), eventSteps: countEvents(steps) }
  return { name: nameOf(steps), settings, measure: () => measure(steps, setting) }
}

function nameOf(steps: number): string {
  return `${steps} steps`
}

async function measure(steps: number, setting: Setting): Promise<Sample> {
  const bareNodeMs = await timeBareNode(setting.node)
  const project = createProject('start', toFiles(steps))
  const mark = join(project.folder, 'handled')
  const beganAtMs = clockMs()
  const server = await spawnMotia('dev', project, setting)
  const measuring = async () => {
    await untilAnswered(`http://127.0.0.1:${server.port}/route-${steps - countEvents(steps)}`)
    const answeredMs = clockMs() - beganAtMs
    return { handledMs: (await untilWritten(mark)) - beganAtMs, answeredMs, bareNodeMs }
  }
  try {
    return await Promise.race([server.died, measuring()])
  } finally {
    await server.stop()
    project.remove()
  }
}

async function untilAnswered(url: string): Promise<void> {
  const endAt = performance.now() + PATIENCE_MS
  while (performance.now() < endAt) {
    const body = JSON.stringify({ name: 'Ada', email: 'ada@example.com' })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.status === 200) return
    await delay(3)
  }
  throw new Error(`${url} did not answer within ${PATIENCE_MS} ms`)
}

/** The time that the handler wrote. */
async function untilWritten(path: string): Promise<number> {
  const endAt = performance.now() + PATIENCE_MS
  while (performance.now() < endAt) {
    try {
      const text = readFileSync(path, 'utf8')
      if (text !== '') return Number(text)
    } catch {
      // not yet
    }
    await delay(2)
  }
  throw new Error(`no event was handled within ${PATIENCE_MS} ms`)
}

/** The system's monotonic clock, the same in all processes. */
function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

async function timeBareNode(node: string): Promise<number> {
  const beganAtMs = clockMs()
  await runFile(node, ['-e', '0'])
  return clockMs() - beganAtMs
}

/** Two in five steps. */
function countEvents(steps: number): number {
  return Math.floor((steps * 2) / 5)
}

/** A project of api and event steps, each in a file of its own; the last route triggers the last event step. */
function toFiles(steps: number): Record<string, string> {
  const events = countEvents(steps)
  const files: Record<string, string> = {}
  for (let n = 1; n <= steps - events; n++) files[`motia/steps/api/route-${n}.ts`] = toApiStep(n, events)
  for (let n = 1; n <= events; n++) files[`motia/steps/events/event-${n}.ts`] = toEventStep(n)
  return files
}

function toApiStep(n: number, target: number): string {
  return `import { api } from '@motia/core'
import { z } from 'zod'

const body = z.object({ name: z.string().min(2), email: z.email(), age: z.number().int().optional() })

export default api(
  { id: 'route-${n}', method: 'POST', path: '/route-${n}', schema: { body } },
  async ({ body }) => {
    await motia.trigger('event-${target}', { name: body.name, at: new Date().toISOString() })
    return { accepted: body.name }
  },
)
`
}

function toEventStep(n: number): string {
  return `import { writeFileSync } from 'node:fs'
import { event } from '@motia/core'
import { z } from 'zod'

export default event(
  { id: 'event-${n}', schema: z.object({ name: z.string(), at: z.string() }) },
  async () => writeFileSync('handled', String(Number(process.hrtime.bigint()) / 1e6)),
)
`
}
