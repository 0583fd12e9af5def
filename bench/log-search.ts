/**
 * How quickly stored log lines are found: `tsx bench/log-search.ts [lines]`, 1,000,000 unless told. Writes that many
 * lines and indexes them as the supervisor does, without its rests; prints what a line costs, its share of the file, and
 * how long each of some searches and filters takes, the median and the longest of five.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, cpuUsage } from 'node:process'
import type { LogEvent } from '@motia/core/events'
import type { LogFilter } from '../packages/motia/src/observability/records.ts'
import { openTelemetryFile, type TelemetryFile } from '../packages/motia/src/observability/sqlite/file.ts'
import { openTelemetryReader } from '../packages/motia/src/observability/sqlite/reader.ts'

const LINES = Number(argv[2] ?? 1_000_000)
const BATCH = 500
const BEGAN = Date.now() - LINES
const MESSAGES = ['request handled', 'order placed', '주문이 접수되었습니다', 'payment of the order settled']

const searches: Record<string, LogFilter> = {
  'a rare word': { text: 'needle7', limit: 100 },
  'no such word': { text: 'nosuchword', limit: 100 },
  'a common word': { text: 'order', limit: 100 },
  'one letter': { text: 'o', limit: 100 },
  'userId=u123': { text: 'userId=u123', limit: 100 },
  'several common words': { text: 'payment order settled', limit: 100 },
  'common words that never meet': { text: 'request settled', limit: 100 },
  'a common and a rare word': { text: 'order needle7', limit: 100 },
  Korean: { text: '주문', limit: 100 },
  'a word of one step': { text: 'order', stepId: 'step-7', limit: 100 },
  'a word of the rarest step': { text: 'order', stepId: 'rare', limit: 100 },
  'a word among errors': { text: 'order', level: 'error', limit: 100 },
  'a word an hour long': {
    text: 'order',
    from: BEGAN + LINES / 2,
    to: BEGAN + LINES / 2 + 3_600_000,
    limit: 100,
  },
  'filter: step': { stepId: 'step-7', limit: 100 },
  'filter: level': { level: 'error', limit: 100 },
  'filter: step and level': { stepId: 'step-7', level: 'error', limit: 100 },
  'filter: step without errors': { stepId: 'rare', level: 'error', limit: 100 },
  'filter: time': { from: BEGAN + LINES / 4, to: BEGAN + LINES / 4 + 60_000, limit: 100 },
  'filter: step, level and time': {
    stepId: 'step-7',
    level: 'warn',
    from: BEGAN,
    to: BEGAN + LINES / 9,
    limit: 100,
  },
}

const folder = mkdtempSync(join(tmpdir(), 'motia-bench-'))
const path = join(folder, 'telemetry.db')
const file = openTelemetryFile({ path, maxAgeMs: 1e12, maxBytes: 4 * 1024 ** 3, warn: console.log })
try {
  fill(file)
  await search()
} finally {
  file.close()
  rmSync(folder, { recursive: true, force: true })
}

function fill(file: TelemetryFile): void {
  const written = measure(() => {
    for (let first = 0; first < LINES; first += BATCH)
      file.write(Array.from({ length: BATCH }, (_, i) => toLine(first + i)))
  })
  const bytes = statSync(path).size
  const slices: number[] = []
  const indexed = measure(() => {
    for (let hasMore = true; hasMore; ) slices.push(measure(() => (hasMore = file.index())).cpuMs)
  })
  const perLine = ({ cpuMs }: { cpuMs: number }) =>
    `${((cpuMs * 1000) / LINES).toFixed(1)} µs of processor a line`
  console.log(`written: ${perLine(written)}, ${(bytes / LINES).toFixed(0)} bytes a line`)
  const more = ((statSync(path).size - bytes) / LINES).toFixed(0)
  console.log(
    `indexed: ${perLine(indexed)}, ${(LINES / indexed.ms).toFixed(0)} lines a ms, ${more} bytes a line`,
  )
  slices.sort((a, b) => a - b)
  const share = (part: number) => `${slices[Math.floor((slices.length - 1) * part)]?.toFixed(1)} ms`
  console.log(`slices, of processor: median ${share(0.5)}, 99 % below ${share(0.99)}, longest ${share(1)}`)
}

async function search(): Promise<void> {
  const reader = openTelemetryReader(path)
  for (const [name, filter] of Object.entries(searches)) {
    const times: number[] = []
    let found = ''
    for (let round = 0; round < 5; round++) {
      const began = performance.now()
      const { lines, before } = await reader.logs(filter)
      times.push(performance.now() - began)
      found = `${lines.length} lines${before === undefined ? '' : ', and more'}`
    }
    times.sort((a, b) => a - b)
    console.log(
      `${name.padEnd(30)} ${times[2]?.toFixed(1).padStart(7)} ms ${times[4]?.toFixed(1).padStart(7)} ms  ${found}`,
    )
  }
  reader.close()
}

function toLine(i: number): LogEvent {
  const id = (i >> 2).toString(16).padStart(32, '0')
  const message = `${MESSAGES[i % MESSAGES.length]} ${i}${i % 100_000 === 7 ? ' needle7' : ''}`
  return {
    type: 'log',
    at: BEGAN + i,
    level: i % 100 === 0 ? 'error' : i % 10 === 0 ? 'warn' : 'info',
    source: 'logger',
    message,
    fields: {
      userId: `u${(i * 7919) % 20_000}`,
      orderId: `o-${(i * 2_654_435_761) % 1e9}`,
      durationMs: i % 977,
    },
    runId: id,
    traceId: id,
    stepId: i % 50_000 === 1 ? 'rare' : `step-${i % 9}`,
    attempt: 1,
  }
}

function measure(action: () => void): { ms: number; cpuMs: number } {
  const began = performance.now()
  const cpu = cpuUsage()
  action()
  const { user, system } = cpuUsage(cpu)
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000 }
}
