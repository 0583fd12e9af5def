/**
 * `post`: a request that triggers one run, on disk before the answer, and the run completed; against Fastify that adds
 * a job to BullMQ, and its worker.
 */
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { loadHttp } from '../http-load.ts'
import { versionOf } from '../machine.ts'
import { describeBullmq } from '../processes/bullmq.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { CONCURRENCY, type SubmitServer, startOurs, startTheirs } from '../processes/submit-servers.ts'

const LOAD = { method: 'POST', path: '/submit', body: { n: 1 }, connections: 64 } as const
const WARM_UP_SECONDS = 3

export const post: Benchmark = {
  title: 'POST → run accepted → answer → run completed, 64 connections',
  runs: 5,
  metrics: [
    { key: 'completedPerSecond', label: 'completed/s', better: 'more' },
    { key: 'requestsPerSecond', label: 'answers/s', better: 'more' },
    { key: 'p50Ms', label: 'answer p50 ms', better: 'less' },
    { key: 'p99Ms', label: 'answer p99 ms', better: 'less' },
    { key: 'behindMs', label: 'last run done, ms after the last answer', better: 'less' },
    { key: 'cpuUs', label: 'CPU µs/run', better: 'less' },
  ],
  async sides(setting) {
    const bullmq = await describeBullmq()
    const common = { ...LOAD, concurrency: CONCURRENCY }
    const theirs = { ...common, fastify: versionOf('fastify'), ...bullmq }
    return [
      { name: 'motia', settings: common, measure: () => measure(startOurs('post', setting), setting) },
      { name: 'bullmq', settings: theirs, measure: () => measure(startTheirs('post', setting), setting) },
    ]
  },
  aims: (medians) => [
    {
      what: "completed runs/s, of BullMQ's",
      reached: medians('motia', 'completedPerSecond') / medians('bullmq', 'completedPerSecond'),
      wanted: 1.5,
      bound: 'at least',
    },
    {
      what: "p99 of the answer, of BullMQ's",
      reached: medians('motia', 'p99Ms') / medians('bullmq', 'p99Ms'),
      wanted: 1,
      bound: 'at most',
    },
  ],
}

async function measure(starting: Promise<SubmitServer>, setting: Setting): Promise<Sample> {
  const server = await starting
  try {
    return await Promise.race([server.died, measureRunning(server, setting)])
  } finally {
    await server.stop()
  }
}

async function measureRunning(server: SubmitServer, { seconds }: Setting): Promise<Sample> {
  const { port, pids } = server
  const warmUp = await loadHttp({ port, ...LOAD, amount: { seconds: WARM_UP_SECONDS } })
  await server.untilDone(warmUp.requests)
  const cpuBefore = cpuSecondsOf(pids)
  const beganAt = Date.now()
  const load = await loadHttp({ port, ...LOAD, amount: { seconds } })
  const answeredAt = Date.now()
  await server.untilDone(warmUp.requests + load.requests)
  const cpu = cpuSecondsOf(pids) - cpuBefore
  const doneAt = await server.lastDoneAt()
  const { requestsPerSecond, p50Ms, p99Ms } = load
  return {
    completedPerSecond: (load.requests * 1000) / (Math.max(doneAt, answeredAt) - beganAt),
    requestsPerSecond,
    p50Ms,
    p99Ms,
    behindMs: Math.max(0, doneAt - answeredAt),
    cpuUs: (cpu * 1e6) / load.requests,
  }
}
