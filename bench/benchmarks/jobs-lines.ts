/** `jobs-lines`: `jobs` where each run writes a log line, with the words of lines indexed meanwhile and without. */
import type { Benchmark, Sample, Setting, Side } from '../benchmark.ts'
import { cpuSecondsOf, ownCpuSecondsOf } from '../processes/cpu-time.ts'
import { startMotia } from '../processes/motia-server.ts'
import { createProject, fixWorkers } from '../processes/project.ts'
import { fillStore, query, readHistory, untilSucceeded } from '../processes/store-file.ts'

const FED = 300_000
const WORKERS = 1
const STEP = 'one-line'
const NO_INDEX = new URL('../processes/no-word-index.mjs', import.meta.url).href

export const jobsLines: Benchmark = {
  title: 'Runs that write a log line each, one worker',
  runs: 5,
  metrics: [
    { key: 'runsPerSecond', label: 'runs/s', better: 'more' },
    { key: 'cpuUs', label: 'CPU µs/run', better: 'less' },
    { key: 'supervisorUs', label: 'of these the supervisor', better: 'less' },
    { key: 'stored', label: 'lines stored' },
    { key: 'indexed', label: 'lines indexed by then' },
  ],
  async sides(setting) {
    const fed = setting.fed ?? FED
    const settings = { fed, workers: WORKERS }
    const toSide = (name: string, preload?: string): Side => ({
      name,
      settings,
      measure: () => measure(fed, { ...setting, ...(preload !== undefined && { preload }) }),
    })
    return [toSide('indexed'), toSide('not indexed', NO_INDEX)]
  },
  aims: () => [],
}

async function measure(fed: number, setting: Setting): Promise<Sample> {
  const project = createProject('jobs-lines', fixWorkers(WORKERS))
  await fillStore(project, { stepId: STEP, runs: fed })
  const server = await startMotia(project, setting)
  const { cpu, own } = await Promise.race([server.died, untilSucceeded(project, STEP, fed)])
    .then(() => ({ cpu: cpuSecondsOf([server.pid]), own: ownCpuSecondsOf(server.pid) }))
    .finally(() => server.stop())
  const { succeeded, firstStartedAt, lastFinishedAt } = readHistory(project, STEP)
  const lines = query<[number]>(project.telemetry, 'SELECT count(*) FROM logs')
  const indexed = query<[number]>(
    project.telemetry,
    'SELECT coalesce(sum(upto - first + 1), 0) FROM word_indexes',
  )
  project.remove()
  return {
    runsPerSecond: (succeeded * 1000) / (lastFinishedAt - firstStartedAt),
    cpuUs: (cpu * 1e6) / fed,
    supervisorUs: (own * 1e6) / fed,
    stored: lines[0]?.[0] ?? 0,
    indexed: indexed[0]?.[0] ?? 0,
  }
}
