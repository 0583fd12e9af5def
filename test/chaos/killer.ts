/**
 * Kills processes of a running project at random moments, in turn: the app, a worker of each language, the supervisor, the whole
 * tree, and by crash points before a commit, inside it, and after it before the answer. Starts again what nobody else
 * would.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { openLedger } from './ledger.ts'
import { findTree, isAlive, kill } from './processes.ts'
import type { ChaosProject } from './project.ts'

export const VICTIMS = [
  'app',
  'worker',
  'supervisor',
  'tree',
  'before-commit',
  'inside-commit',
  'after-commit',
] as const
export type Victim = (typeof VICTIMS)[number]

export interface KillReport {
  readonly kills: number
  /** Kills that found a run executing. */
  readonly whileExecuting: number
  readonly byVictim: Readonly<Record<Victim, number>>
}

export interface Killer {
  /** Stops killing, leaves a server that answers; resolves to what was done. */
  stop(): Promise<KillReport>
  /** Rejects if killing went wrong: the project did not come back, or left processes behind. */
  readonly failed: Promise<never>
  /** The supervisor of now. */
  readonly server: ChildProcess
}

/** Batches of commits until a crash point strikes. */
const CRASH_AFTER = 20
/** How long a crash point is waited for: without requests there are no commits. */
const CRASH_WAIT_MS = 10_000
/** How long a process may take to notice that its supervisor is gone. */
const ORPHAN_MS = 3_000

export function startKiller(project: ChaosProject, first: ChildProcess, everyMs: number): Killer {
  const byVictim = Object.fromEntries(VICTIMS.map((victim) => [victim, 0])) as Record<Victim, number>
  let server = first
  let kills = 0
  let whileExecuting = 0
  let isStopping = false

  const restart = async (env: NodeJS.ProcessEnv = {}) => {
    server = project.start(env)
    await project.ready()
  }
  const strike = async (victim: Victim) => {
    const tree = findTree(server.pid as number)
    if (tree.apps.length === 0 || tree.workers.length === 0) return
    const executes = await waitUntilExecuting(project.databasePath)
    if (victim === 'app') kill(tree.apps)
    else if (victim === 'worker') kill([tree.workers[kills % tree.workers.length] as number])
    else if (victim === 'supervisor' || victim === 'tree') await strikeServer(victim, tree.supervisor)
    else await strikeByCrashPoint(victim)
    kills++
    byVictim[victim]++
    if (executes) whileExecuting++
  }
  const strikeServer = async (victim: 'supervisor' | 'tree', supervisor: number) => {
    const { apps, workers } = findTree(supervisor)
    const gone = once(server, 'exit')
    kill(victim === 'tree' ? [supervisor, ...apps, ...workers] : [supervisor])
    await gone
    await restart()
    await goneWithin([...apps, ...workers], ORPHAN_MS)
  }
  /** The app of a new server kills itself in its n-th batch of commits, perhaps while it starts. */
  const strikeByCrashPoint = async (victim: Victim) => {
    await end(server)
    server = project.start({ MOTIA_CRASH_POINT: `${victim}:${1 + Math.floor(Math.random() * CRASH_AFTER)}` })
    await crashed(server)
    await end(server)
    await restart()
  }
  const loop = (async () => {
    for (let turn = 0; !isStopping; turn++) {
      await sleep(everyMs * (0.5 + Math.random()))
      if (!isStopping) await strike(VICTIMS[turn % VICTIMS.length] as Victim)
    }
  })()
  const failed = loop.then(() => new Promise<never>(() => {}))
  failed.catch(() => {}) // told by `stop` too
  return {
    async stop() {
      isStopping = true
      await loop
      await project.ready()
      return { kills, whileExecuting, byVictim }
    },
    failed,
    get server() {
      return server
    },
  }
}

/** Resolves when the first app of a server is gone, or nothing happened for a while. */
async function crashed(server: ChildProcess): Promise<void> {
  const until = Date.now() + CRASH_WAIT_MS
  let first: number | undefined
  while (server.exitCode === null && Date.now() < until) {
    first ??= findTree(server.pid as number).apps[0]
    if (first !== undefined && !isAlive(first)) return
    await sleep(10)
  }
}

/** Who lost its supervisor ends by itself. */
async function goneWithin(pids: readonly number[], limitMs: number): Promise<void> {
  const until = Date.now() + limitMs
  while (pids.some(isAlive)) {
    if (Date.now() > until)
      throw new Error(`processes ${pids.filter(isAlive).join(', ')} outlived their supervisor`)
    await sleep(20)
  }
}

/** Asks it to end, as an operator would. */
export async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}

/** A kill of an idle system proves nothing: waits a little for a run to be under way. */
async function waitUntilExecuting(databasePath: string): Promise<boolean> {
  for (let tries = 0; tries < 50; tries++) {
    const ledger = openLedger(databasePath)
    const running = ledger.running()
    ledger.close()
    if (running > 0) return true
    await sleep(10)
  }
  return false
}
