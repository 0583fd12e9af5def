/** Celery's side: its queue filled by its own producer, and one worker: a parent and as many children as processors. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Child, cleanEnvironment, startChild } from './child-process.ts'
import { pythonCommand, pythonVersions } from './python-peers.ts'
import type { RedisServer } from './redis.ts'

const runFile = promisify(execFile)
const peers = fileURLToPath(new URL('../peers', import.meta.url))

/** Acknowledged late, as only then nothing is lost; no results. Of 1, 4, 16, 64 and 256, this prefetch was the quickest. */
export const CELERY_SETTINGS = {
  pool: 'prefork',
  concurrency: 2,
  acksLate: true,
  ignoreResult: true,
  prefetchMultiplier: 64,
  withoutGossipMingleHeartbeat: true,
} as const

export async function describeCelery(): Promise<Record<string, unknown>> {
  return { ...CELERY_SETTINGS, ...(await pythonVersions(['celery', 'kombu', 'redis', 'hiredis'])) }
}

/** Queues tasks that do nothing. */
export async function fillCelery(redis: RedisServer, tasks: number): Promise<void> {
  const args = ['celery_app.py', String(tasks)]
  await runFile(pythonCommand('python'), args, { cwd: peers, env: environmentOf(redis) })
}

export function startCelery(redis: RedisServer): Child {
  const { pool, concurrency } = CELERY_SETTINGS
  const quiet = ['--without-gossip', '--without-mingle', '--without-heartbeat', '--loglevel', 'WARNING']
  const args = [
    '--app',
    'celery_app',
    'worker',
    '--pool',
    pool,
    '--concurrency',
    String(concurrency),
    ...quiet,
  ]
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  return startChild(pythonCommand('celery'), args, {
    cwd: peers,
    env: environmentOf(redis),
    stdio: [...stdio],
  })
}

/** Queued, or held by the worker. */
export async function countTasks({ client }: RedisServer): Promise<number> {
  const [queued, held] = await Promise.all([client.llen('celery'), client.hlen('unacked')])
  return queued + held
}

function environmentOf({ port }: RedisServer): NodeJS.ProcessEnv {
  return {
    ...cleanEnvironment(),
    BENCH_BROKER: `redis://127.0.0.1:${port}/0`,
    BENCH_PREFETCH: String(CELERY_SETTINGS.prefetchMultiplier),
    // nothing beside the sources
    PYTHONDONTWRITEBYTECODE: '1',
  }
}
