/**
 * How much the SQLite store takes: `tsx bench/store.ts [rows] [seconds] [groups]`, after `npm run build`, since it needs
 * the thread of the built package. Prints inserts and claim+complete pairs per second at 100 together, with some groups
 * of 100 under way at a time, and how busy the thread was.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { createIdSource } from '@motia/core/id'
import type { ClaimedRun, Commit } from '@motia/core/store'
import type * as SqliteStoreModule from '../packages/motia/src/stores/sqlite/store.ts'

const ROWS = Number(argv[2] ?? 200_000)
const SECONDS = Number(argv[3] ?? 10)
const TOGETHER = 100
const GROUPS = Number(argv[4] ?? 2)
const INPUT = JSON.stringify({ userId: 'u_1029384756', email: 'someone@example.com', amount: 109.97 })

const built = new URL('../packages/motia/dist/stores/sqlite/store.js', import.meta.url)
const { createSqliteStore } = (await import(built.href)) as typeof SqliteStoreModule
const folder = mkdtempSync(join(tmpdir(), 'motia-bench-'))
const store = createSqliteStore({ path: join(folder, 'store.db') })
const tail = randomBytes(8).toString('hex').slice(1)
const newId = createIdSource(Date.now, () => tail)

await store.open()
try {
  await measure(`insert, 100 together, ${ROWS} rows`, () => repeatTimes(ROWS / TOGETHER, insertSome))
  await measure('claim + complete, 100 together', () => repeatFor(SECONDS, claimAndComplete))
  await measure('insert claimed + complete, 100 together', () => repeatFor(SECONDS, insertAndComplete))
  await measure('insert claimed + complete, one at a time', () => repeatFor(3, () => passThrough(1)))
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}

/** Some groups are under way at a time, as in an app that has enough to do. */
async function repeatTimes(times: number, group: () => Promise<number>): Promise<number[]> {
  let left = times
  return collect(() => left-- > 0, group)
}

async function repeatFor(seconds: number, group: () => Promise<number>): Promise<number[]> {
  const until = performance.now() + seconds * 1000
  return collect(() => performance.now() < until, group)
}

async function collect(more: () => boolean, group: () => Promise<number>): Promise<number[]> {
  const perSecond: number[] = []
  const began = performance.now()
  const worker = async () => {
    for (let count = 1; count > 0 && more(); ) {
      count = await group()
      const second = Math.floor((performance.now() - began) / 1000)
      perSecond[second] = (perSecond[second] ?? 0) + count
    }
  }
  await Promise.all(Array.from({ length: GROUPS }, worker))
  return perSecond
}

async function measure(what: string, work: () => Promise<number[]>): Promise<void> {
  store.threadLoad()
  const began = performance.now()
  const perSecond = await work()
  const seconds = (performance.now() - began) / 1000
  const total = perSecond.reduce((sum, count) => sum + count, 0)
  const load = `thread ${Math.round(store.threadLoad() * 100)} % busy`
  const full = perSecond.slice(0, -1).map((count) => Math.round((count ?? 0) / 1000))
  console.log(`${what}: ${Math.round(total / seconds)}/s, ${load}; thousands by second: ${full.join(' ')}`)
}

function toAccept(stepId: string, claim: boolean): Commit {
  const runId = newId()
  const run = {
    runId,
    stepId,
    traceId: runId,
    triggerId: runId,
    cause: 'trigger',
    input: INPUT,
  }
  return { now: Date.now(), accepts: [{ ...run, claim }] }
}

async function insertSome(): Promise<number> {
  await Promise.all(Array.from({ length: TOGETHER }, () => store.runs.commit(toAccept('send-email', false))))
  return TOGETHER
}

async function claimAndComplete(): Promise<number> {
  const claimed = await store.runs.claim([{ stepId: 'send-email', limit: TOGETHER }], Date.now())
  await Promise.all(claimed.map(complete))
  return claimed.length
}

async function insertAndComplete(): Promise<number> {
  return passThrough(TOGETHER)
}

async function passThrough(count: number): Promise<number> {
  const results = await Promise.all(
    Array.from({ length: count }, () => store.runs.commit(toAccept('charge-card', true))),
  )
  const claimed = results.flatMap((result) =>
    result.status === 'committed' ? result.accepted.flatMap((run) => run.claimed ?? []) : [],
  )
  await Promise.all(claimed.map(complete))
  return claimed.length
}

function complete({ runId, ref, epoch }: ClaimedRun) {
  const end = { status: 'succeeded', result: '{"sent":true}' } as const
  return store.runs.commit({ now: Date.now(), attempt: { runId, ref, epoch, startedAt: Date.now(), end } })
}
