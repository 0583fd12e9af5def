/** A Redis server of our own for the peers that need one: durable as their manuals advise, on a free port. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { ensureSystemPackages } from '../../test/system-packages.ts'
import { cleanEnvironment, startChild } from './child-process.ts'
import { findFreePort } from './free-port.ts'

export interface RedisServer {
  readonly port: number
  readonly pid: number
  readonly client: Redis
  stop(): Promise<void>
}

/** What is not Redis's default: the log is synced every second; nothing else is written beside it. */
export const REDIS_SETTINGS = {
  appendonly: 'yes',
  appendfsync: 'everysec',
  save: '',
  'auto-aof-rewrite-percentage': '0',
} as const

/** Installs Redis if the machine has none. */
export async function startRedis(): Promise<RedisServer> {
  await ensureSystemPackages(['redis-server'])
  const folder = mkdtempSync(join(tmpdir(), 'motia-bench-redis-'))
  const port = await findFreePort()
  const settings = { ...REDIS_SETTINGS, bind: '127.0.0.1', port: String(port), dir: folder }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const child = startChild('redis-server', args, { env: cleanEnvironment(), stdio: [...stdio] })
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null })
  // it keeps trying until the server listens
  client.on('error', () => {})
  await Promise.race([child.died, client.ping()])
  return {
    port,
    pid: child.pid,
    client,
    async stop() {
      client.disconnect()
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Folds what was written so far into a new log, so that no round pays for the filling before it. */
export async function compactLog(client: Redis): Promise<void> {
  await client.bgrewriteaof()
  for (;;) {
    const info = await client.info('persistence')
    if (/aof_rewrite_in_progress:0/.test(info) && /aof_rewrite_scheduled:0/.test(info)) return
    await delay(100)
  }
}

/** What the server says it is. */
export async function redisVersion(client: Redis): Promise<string> {
  return /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? 'unknown'
}
