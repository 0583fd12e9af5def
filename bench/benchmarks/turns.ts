/** `turns`: while many runs of one step wait for their turn, how soon does a run of another step start? */
import type { Aim, Benchmark, Medians, Sample, Setting, Side } from '../benchmark.ts'
import { describeStarts, PAUSE_MS, triggerNowAndThen } from '../idle-triggers.ts'
import { CONCURRENCY, startOurs } from '../processes/submit-servers.ts'

/** What the flood does, and how many runs of it leave 200,000 waiting at the end of a round. */
const FLOODS = [
  { name: 'no-op runs', stepId: 'flood-no-op', runs: 1_000_000 },
  { name: '100 ms runs', stepId: 'flood-slow', runs: 250_000 },
] as const

const WAITING = 200_000
const LIMIT_MS = 20

export const turns: Benchmark = {
  title: 'A flood of step A waits: trigger of step B → its handler starts',
  runs: 5,
  metrics: [
    { key: 'p95Ms', label: 'p95 ms', better: 'less' },
    { key: 'p50Ms', label: 'p50 ms', better: 'less' },
    { key: 'p99Ms', label: 'p99 ms', better: 'less' },
    { key: 'waiting', label: 'runs of A still waiting at the end' },
    { key: 'triggers', label: 'triggers of B' },
  ],
  async sides(setting) {
    const [first, ...others] = FLOODS.map((flood) => toSide(flood, setting))
    return [first as Side, ...others]
  },
  aims: (medians) => FLOODS.flatMap(({ name }) => aimsOf(name, medians)),
}

function toSide({ name, stepId, runs }: (typeof FLOODS)[number], setting: Setting): Side {
  const fed = setting.fed ?? runs
  return {
    name,
    settings: { fed, pauseMs: PAUSE_MS, concurrency: CONCURRENCY },
    measure: () => measure({ stepId, runs: fed }, setting),
  }
}

function aimsOf(name: string, medians: Medians): Aim[] {
  return [
    { what: `${name}: p95 ms`, reached: medians(name, 'p95Ms'), wanted: LIMIT_MS, bound: 'at most' },
    { what: `${name}: waiting`, reached: medians(name, 'waiting'), wanted: WAITING, bound: 'at least' },
  ]
}

async function measure(filling: { stepId: string; runs: number }, setting: Setting): Promise<Sample> {
  const server = await startOurs('turns', setting, filling)
  const measuring = async () => {
    const triggers = await triggerNowAndThen(server.port, setting.seconds)
    const waiting = server.countQueued(filling.stepId)
    await server.untilDone(triggers)
    return { ...describeStarts(await server.returned()), waiting }
  }
  return Promise.race([server.died, measuring()]).finally(() => server.stop())
}
