/**
 * Whether `motia start` syncs before it answers: runs a project under strace, has triggers acknowledged, one after
 * another and then over several connections at once, and has the trace judged. Part of `npm run chaos`.
 */
import { type ChildProcess, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { childrenOf } from '../chaos/processes.ts'
import type { ChaosProject } from '../chaos/project.ts'
import { createCallReader } from './calls.ts'
import { createSyncJudge, type SyncJudge } from './judge.ts'

/** What was found in one series of requests. */
export interface SyncReport {
  readonly connections: number
  /** Requests answered with 200. */
  readonly acknowledged: number
  /** Those of them that a sync of the log preceded. */
  readonly synced: number
  /** How many syncs that took. */
  readonly syncs: number
  /** One line for each of the others. */
  readonly faults: readonly string[]
}

interface Series {
  readonly ids: readonly string[]
  readonly connections: number
}

const STRACE = 'strace'
/** What requests, answers, the log and its syncs may be read, written and synced with. */
const CALLS = 'read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync'
/** More than a page of the database: the log shows whose rows were written. */
const STRING_BYTES = 4200
const CROWD = 16
const READY_MS = 60_000

/** Whether this machine can trace. */
export function hasStrace(): boolean {
  try {
    execFileSync(STRACE, ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Has `total` triggers acknowledged in each of two series. The project must not be running. */
export async function checkSyncs(project: ChaosProject, total: number): Promise<SyncReport[]> {
  const traceFile = join(project.folder, 'syncs.strace')
  const under = [STRACE, '-f', '--seccomp-bpf', '-qq', '-y', '-ttt', '-s', String(STRING_BYTES)]
  const strace = project.start({}, [...under, '-e', `trace=${CALLS}`, '-e', 'signal=none', '-o', traceFile])
  const toIds = (series: string) => Array.from({ length: total }, (_, n) => `${series}-${n}`)
  const alone: Series = { ids: toIds('alone'), connections: 1 }
  const crowd: Series = { ids: toIds('crowd'), connections: CROWD }
  try {
    await Promise.race([project.ready(READY_MS), endedEarly(strace)])
    await acknowledge(project.url, alone)
    await acknowledge(project.url, crowd)
  } finally {
    await endTraced(strace)
  }
  const judge = createSyncJudge(`${realpathSync(project.databasePath)}-wal`)
  await feed(judge, traceFile)
  return [alone, crowd].map((series) => toReport(judge, series))
}

/** Resolves when all were acknowledged. @throws at the first that is not */
async function acknowledge(url: string, { ids, connections }: Series): Promise<void> {
  const left = ids.values()
  const client = async () => {
    for (const id of left) {
      const response = await fetch(`${url}/receipts/${id}`, { method: 'POST' })
      const text = await response.text()
      if (response.status !== 200 || JSON.parse(text).acknowledged !== id) {
        throw new Error(`${id} was not acknowledged: ${response.status} ${text}`)
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
}

async function feed(judge: SyncJudge, traceFile: string): Promise<void> {
  const toCall = createCallReader()
  for await (const line of createInterface({ input: createReadStream(traceFile, 'latin1') })) {
    const call = toCall(line)
    if (call) judge.see(call)
  }
}

function toReport(judge: SyncJudge, { ids, connections }: Series): SyncReport {
  const syncs = new Set<number>()
  const faults: string[] = []
  for (const id of ids) {
    const fate = judge.fateOf(id)
    if ('fault' in fate) faults.push(`${id}: ${fate.fault}`)
    else syncs.add(fate.sync)
  }
  return {
    connections,
    acknowledged: ids.length,
    synced: ids.length - faults.length,
    syncs: syncs.size,
    faults,
  }
}

async function endedEarly(strace: ChildProcess): Promise<never> {
  const [code] = await once(strace, 'exit')
  throw new Error(`strace ended before the project answered (exit code ${code})`)
}

/** strace itself heeds no signal; it ends, and the trace is whole, when all that it traced has ended. */
async function endTraced(strace: ChildProcess): Promise<void> {
  if (strace.exitCode !== null || strace.signalCode !== null) return
  const gone = once(strace, 'exit')
  for (const supervisor of childrenOf(strace.pid as number)) process.kill(supervisor, 'SIGTERM')
  await gone
}
