/**
 * `runtimes-jobs`: no-op runs of one event step through one worker of each language, against the job queues that these
 * languages have. All are fed before the clock runs: from the first that is taken to the last that is done.
 */
import type { Benchmark, Medians, Sample, Setting } from '../benchmark.ts'
import { countTasks, describeCelery, fillCelery, startCelery } from '../processes/celery.ts'
import type { Child } from '../processes/child-process.ts'
import { cpuSecondsOf } from '../processes/cpu-time.ts'
import { startMotia } from '../processes/motia-server.ts'
import { compactLog, REDIS_SETTINGS, type RedisServer, redisVersion, startRedis } from '../processes/redis.ts'
import { untilDrained } from '../processes/redis-queue.ts'
import { createRuntimesProject, describeLanguage, type Language } from '../processes/runtimes.ts'
import { countJobs, describeSidekiq, fillSidekiq, startSidekiq } from '../processes/sidekiq.ts'
import { fillStore, readHistory, untilSucceeded } from '../processes/store-file.ts'

const WORKERS = 1
/** For each second of load: about what a side takes in one. */
const FED_PER_SECOND = { typescript: 25_000, python: 20_000, ruby: 20_000, celery: 1_000, sidekiq: 5_000 }

/** A job queue on Redis. */
interface Peer {
  fill(redis: RedisServer, jobs: number): Promise<void>
  start(redis: RedisServer): Child
  /** What is not done yet. */
  countLeft(redis: RedisServer): Promise<number>
}

const PEERS: Readonly<Record<'celery' | 'sidekiq', Peer>> = {
  celery: { fill: fillCelery, start: startCelery, countLeft: countTasks },
  sidekiq: { fill: fillSidekiq, start: startSidekiq, countLeft: countJobs },
}

export const runtimesJobs: Benchmark = {
  title: 'No-op runs, one worker, by language',
  runs: 5,
  metrics: [
    { key: 'runsPerSecond', label: 'runs/s', better: 'more' },
    { key: 'seconds', label: 's, first claim to last commit' },
    { key: 'cpuUs', label: 'CPU µs/run', better: 'less' },
    { key: 'missing', label: 'runs fed and not in the end finished' },
  ],
  async sides(setting) {
    const fedTo = (side: keyof typeof FED_PER_SECOND) =>
      Math.round(setting.fed ?? FED_PER_SECOND[side] * setting.seconds)
    const ours = async (name: Language) => ({
      name,
      settings: { fed: fedTo(name), workers: WORKERS, ...(await describeLanguage(name)) },
      measure: () => measureOurs(name, fedTo(name), setting),
    })
    const theirs = (name: keyof typeof PEERS, settings: Record<string, unknown>) => ({
      name,
      settings: { fed: fedTo(name), ...settings },
      measure: () => measureTheirs(PEERS[name], fedTo(name)),
    })
    const redis = await describeRedis()
    return [
      await ours('python'),
      await ours('typescript'),
      await ours('ruby'),
      theirs('celery', { ...(await describeCelery()), redis }),
      theirs('sidekiq', { ...(await describeSidekiq()), redis }),
    ]
  },
  aims: (medians) => [
    { what: "Python's runs/s, of TypeScript's", ...ratio(medians, 'python', 'typescript'), wanted: 0.5 },
    { what: "Python's runs/s, of Celery's", ...ratio(medians, 'python', 'celery'), wanted: 5 },
    { what: "Ruby's runs/s, of Python's", ...ratio(medians, 'ruby', 'python'), wanted: 0.8 },
    { what: "Ruby's runs/s, of Sidekiq's", ...ratio(medians, 'ruby', 'sidekiq'), wanted: 1 },
    ...(['python', 'typescript', 'ruby'] as const).map(
      (side) =>
        ({
          what: `rows missing, ${side}`,
          reached: medians(side, 'missing'),
          wanted: 0,
          bound: 'at most',
        }) as const,
    ),
  ],
}

function ratio(medians: Medians, ours: string, theirs: string) {
  const reached = medians(ours, 'runsPerSecond') / medians(theirs, 'runsPerSecond')
  return { reached, bound: 'at least' } as const
}

async function measureOurs(language: Language, fed: number, setting: Setting): Promise<Sample> {
  const step = `${language}-no-op`
  const project = await createRuntimesProject(WORKERS)
  await fillStore(project, { stepId: step, runs: fed })
  const server = await startMotia(project, setting)
  const cpu = await Promise.race([server.died, untilSucceeded(project, step, fed)])
    .then(() => cpuSecondsOf([server.pid]))
    .finally(() => server.stop())
  const { rows, succeeded, firstStartedAt, lastFinishedAt } = readHistory(project, step)
  project.remove()
  const seconds = (lastFinishedAt - firstStartedAt) / 1000
  return {
    runsPerSecond: succeeded / seconds,
    seconds,
    cpuUs: (cpu * 1e6) / fed,
    missing: Math.max(Math.abs(fed - succeeded), Math.abs(fed - rows)),
  }
}

async function measureTheirs({ fill, start, countLeft }: Peer, fed: number): Promise<Sample> {
  const redis = await startRedis()
  try {
    await fill(redis, fed)
    await compactLog(redis.client)
    const cpuBefore = cpuSecondsOf([redis.pid])
    const worker = start(redis)
    const drained = untilDrained(() => countLeft(redis), fed)
    const [seconds, cpu] = await Promise.race([worker.died, drained])
      .then((taken) => [taken, cpuSecondsOf([worker.pid, redis.pid]) - cpuBefore] as const)
      .finally(() => worker.stop())
    return { runsPerSecond: fed / seconds, seconds, cpuUs: (cpu * 1e6) / fed }
  } finally {
    await redis.stop()
  }
}

async function describeRedis(): Promise<Record<string, unknown>> {
  const { client, stop } = await startRedis()
  return { version: await redisVersion(client).finally(stop), ...REDIS_SETTINGS }
}
