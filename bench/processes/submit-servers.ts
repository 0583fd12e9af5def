/**
 * Both sides of `post` and `latency`: something that answers POST /submit after handing a piece of work to a worker in
 * another process. Ours is one project; the peer is Fastify, BullMQ, its worker and Redis.
 */
import type { Setting } from '../benchmark.ts'
import { lastFinishedAt, QUEUE, readReturned, startWorker, untilCompleted } from './bullmq.ts'
import { findFreePort } from './free-port.ts'
import { startMotia } from './motia-server.ts'
import { startPeer } from './peer.ts'
import { createProject } from './project.ts'
import { startRedis } from './redis.ts'
import { countRuns, type Filling, fillStore, QUEUED, query, stepSql, untilSucceeded } from './store-file.ts'

export const CONCURRENCY = 100
const STEP = 'handle'

export interface SubmitServer {
  readonly port: number
  /** All processes, or their ancestors. */
  readonly pids: readonly number[]
  /** Rejects when one of its processes ends by itself. */
  readonly died: Promise<never>
  /** Waits until this many pieces of work are done. */
  untilDone(count: number): Promise<void>
  /** Milliseconds since the epoch. */
  lastDoneAt(): Promise<number>
  /** What the worker's handler returned, each time. */
  returned(): Promise<unknown[]>
  stop(): Promise<void>
}

export interface OurSubmitServer extends SubmitServer {
  countQueued(stepId: string): number
}

/** @param name of the project @param filling runs that wait before the server starts */
export async function startOurs(
  name: 'post' | 'latency' | 'turns',
  setting: Setting,
  filling?: Filling,
): Promise<OurSubmitServer> {
  const project = createProject(name)
  if (filling) await fillStore(project, filling)
  const server = await startMotia(project, setting)
  const where = `WHERE step = ${stepSql(STEP)} AND status = 0`
  return {
    port: server.port,
    pids: [server.pid],
    died: server.died,
    countQueued: (stepId) => countRuns(project, stepId, QUEUED),
    untilDone: (count) => untilSucceeded(project, STEP, count),
    lastDoneAt: async () =>
      query<[number]>(project.store, `SELECT max(finished_at) FROM runs ${where}`)[0]?.[0] ?? 0,
    returned: async () =>
      query<[string]>(project.store, `SELECT result FROM runs ${where} ORDER BY seq`).map(([text]) =>
        JSON.parse(text),
      ),
    async stop() {
      await server.stop()
      project.remove()
    },
  }
}

export async function startTheirs(name: 'post' | 'latency', { node }: Setting): Promise<SubmitServer> {
  const redis = await startRedis()
  const handler = name === 'post' ? 'no-op' : 'latency'
  const worker = await startWorker(redis, node, { handler, concurrency: CONCURRENCY })
  const port = await findFreePort()
  const options = { port, redisPort: redis.port, queue: QUEUE, withTime: name === 'latency' }
  const server = await startPeer('fastify-bullmq.mjs', node, options)
  return {
    port,
    pids: [server.pid, worker.pid, redis.pid],
    died: Promise.race([server.died, worker.died]),
    untilDone: (count) => untilCompleted(redis.client, count),
    lastDoneAt: () => lastFinishedAt(redis.client),
    returned: () => readReturned(redis.client),
    async stop() {
      await Promise.all([server.stop(), worker.stop()])
      await redis.stop()
    },
  }
}
