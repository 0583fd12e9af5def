/** BullMQ's side: its queue filled, and its jobs counted, from this process; the worker is peers/bullmq-worker.mjs. */
import { setTimeout as delay } from 'node:timers/promises'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { versionOf } from '../machine.ts'
import type { Child } from './child-process.ts'
import { startPeer } from './peer.ts'
import { REDIS_SETTINGS, type RedisServer, redisVersion, startRedis } from './redis.ts'

export const QUEUE = 'bench'

const JOBS_PER_CALL = 1000
const CALLS_IN_FLIGHT = 4
const POLL_MS = 250
const TEN_SECONDS_MS = 10_000

/** What a worker does with a job. */
export interface WorkerOptions {
  readonly handler: 'no-op' | 'latency'
  readonly concurrency: number
}

/** Resolves when it takes jobs. */
export function startWorker(redis: RedisServer, node: string, options: WorkerOptions): Promise<Child> {
  return startPeer('bullmq-worker.mjs', node, { redisPort: redis.port, queue: QUEUE, ...options })
}

/** Adds jobs in bulk; resolves to how many a second. */
export async function fillQueue({ port }: RedisServer, jobs: number): Promise<number> {
  const queue = new Queue(QUEUE, { connection: { host: '127.0.0.1', port } })
  const beganAt = performance.now()
  let left = jobs
  const addSome = async () => {
    while (left > 0) {
      const count = Math.min(left, JOBS_PER_CALL)
      left -= count
      await queue.addBulk(
        Array.from({ length: count }, (_, index) => ({ name: 'job', data: { n: left + index } })),
      )
    }
  }
  await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, addSome))
  const seconds = (performance.now() - beganAt) / 1000
  await queue.close()
  return jobs / seconds
}

export function countCompleted(client: Redis): Promise<number> {
  return client.zcard(key('completed'))
}

export async function untilCompleted(client: Redis, jobs: number): Promise<void> {
  while ((await countCompleted(client)) < jobs) await delay(POLL_MS)
}

/** What the handlers of all completed jobs returned. */
export async function readReturned(client: Redis): Promise<unknown[]> {
  const ids = await client.zrange(key('completed'), '0', '-1')
  const texts = await Promise.all(ids.map((id) => client.hget(key(id), 'returnvalue')))
  return texts.map((text) => JSON.parse(text ?? 'null'))
}

/** When the last of all jobs was finished, in milliseconds since the epoch. */
export async function lastFinishedAt(client: Redis): Promise<number> {
  const [, score] = await client.zrange(key('completed'), '-1', '-1', 'WITHSCORES')
  return Number(score)
}

/** When jobs were taken and finished, and how many in the first and last ten seconds of that time. */
export async function readHistory(client: Redis) {
  const firstStartedAt = Number(await client.hget(key('1'), 'processedOn'))
  const last = await lastFinishedAt(client)
  return {
    succeeded: await countCompleted(client),
    firstStartedAt,
    lastFinishedAt: last,
    early: await client.zcount(key('completed'), 0, `(${firstStartedAt + TEN_SECONDS_MS}`),
    late: await client.zcount(key('completed'), `(${last - TEN_SECONDS_MS}`, '+inf'),
  }
}

/** Versions and settings, asked of a server of our own. */
export async function describeBullmq(): Promise<Record<string, unknown>> {
  const { client, stop } = await startRedis()
  const redis = { version: await redisVersion(client).finally(stop), ...REDIS_SETTINGS }
  return { bullmq: versionOf('bullmq'), ioredis: versionOf('ioredis'), redis, removeOnComplete: false }
}

function key(name: string): string {
  return `bull:${QUEUE}:${name}`
}
