/**
 * `jobs`: no-op runs of one event step through one worker, against no-op jobs through one BullMQ worker. Both are fed
 * before the clock runs: from the first claim to the last commit.
 */
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import {
  countCompleted,
  describeBullmq,
  fillQueue,
  readHistory as readJobs,
  startWorker,
  untilCompleted,
} from '../processes/bullmq.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { startMotia } from '../processes/motia-server.ts'
import { createProject, fixWorkers } from '../processes/project.ts'
import { compactLog, startRedis } from '../processes/redis.ts'
import { fillStore, readHistory as readRuns, untilSucceeded } from '../processes/store-file.ts'

/** Enough for thirty seconds of the quicker side. */
const FED = 1_500_000
const CONCURRENCY = 100
const WORKERS = 1
const STEP = 'no-op'

export const jobs: Benchmark = {
  title: 'No-op runs, one worker, concurrency 100',
  runs: 5,
  metrics: [
    { key: 'runsPerSecond', label: 'runs/s', better: 'more' },
    { key: 'seconds', label: 's, first claim to last commit' },
    { key: 'lateShare', label: 'last 10 s, of the first' },
    { key: 'cpuUs', label: 'CPU µs/run', better: 'less' },
    { key: 'filledPerSecond', label: 'filled/s' },
    { key: 'missing', label: 'runs fed and not in the end finished' },
  ],
  async sides(setting) {
    const fed = setting.fed ?? FED
    const bullmq = await describeBullmq()
    const common = { fed, concurrency: CONCURRENCY }
    return [
      { name: 'motia', settings: { ...common, workers: WORKERS }, measure: () => measureMotia(fed, setting) },
      { name: 'bullmq', settings: { ...common, ...bullmq }, measure: () => measureBullmq(fed, setting) },
    ]
  },
  aims: (medians) => [
    {
      what: "runs/s, of BullMQ's",
      reached: medians('motia', 'runsPerSecond') / medians('bullmq', 'runsPerSecond'),
      wanted: 1.5,
      bound: 'at least',
    },
    {
      what: 'last 10 s, of the first',
      reached: medians('motia', 'lateShare'),
      wanted: 0.9,
      bound: 'at least',
    },
    { what: 'seconds of a round', reached: medians('motia', 'seconds'), wanted: 30, bound: 'at least' },
    { what: 'rows missing', reached: medians('motia', 'missing'), wanted: 0, bound: 'at most' },
  ],
}

async function measureMotia(fed: number, setting: Setting): Promise<Sample> {
  const project = createProject('jobs', fixWorkers(WORKERS))
  const filledPerSecond = await fillStore(project, { stepId: STEP, runs: fed })
  const server = await startMotia(project, setting)
  const cpu = await Promise.race([server.died, untilSucceeded(project, STEP, fed)])
    .then(() => cpuSecondsOf([server.pid]))
    .finally(() => server.stop())
  const history = readRuns(project, STEP)
  project.remove()
  return toSample(history, fed, cpu, filledPerSecond, history.rows)
}

async function measureBullmq(fed: number, setting: Setting): Promise<Sample> {
  const redis = await startRedis()
  try {
    const filledPerSecond = await fillQueue(redis, fed)
    await compactLog(redis.client)
    const cpuBefore = cpuSecondsOf([redis.pid])
    const worker = await startWorker(redis, setting.node, { handler: STEP, concurrency: CONCURRENCY })
    const cpu = await Promise.race([worker.died, untilCompleted(redis.client, fed)])
      .then(() => cpuSecondsOf([worker.pid, redis.pid]) - cpuBefore)
      .finally(() => worker.stop())
    const history = await readJobs(redis.client)
    return toSample(history, fed, cpu, filledPerSecond, await countCompleted(redis.client))
  } finally {
    await redis.stop()
  }
}

type History = Awaited<ReturnType<typeof readJobs>>

function toSample(history: History, fed: number, cpu: number, filledPerSecond: number, rows: number): Sample {
  const { succeeded, firstStartedAt, lastFinishedAt, early, late } = history
  const seconds = (lastFinishedAt - firstStartedAt) / 1000
  return {
    runsPerSecond: succeeded / seconds,
    seconds,
    lateShare: late / early,
    cpuUs: (cpu * 1e6) / fed,
    filledPerSecond,
    missing: Math.max(Math.abs(fed - succeeded), Math.abs(fed - rows)),
  }
}
