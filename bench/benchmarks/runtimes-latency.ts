/** `runtimes-latency`: idle, from the trigger to the first line of the handler, in each language. */
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { describeStarts, PAUSE_MS, triggerNowAndThen } from '../idle-triggers.ts'
import { describeLanguage, type Language, readReturned, withServer } from '../processes/runtimes.ts'
import { untilSucceeded } from '../processes/store-file.ts'

const LANGUAGES = ['python', 'typescript', 'ruby'] as const
const WORKERS = 1

export const runtimesLatency: Benchmark = {
  title: 'Idle: trigger → handler starts, by language',
  runs: 5,
  metrics: [
    { key: 'p50Ms', label: 'p50 ms', better: 'less' },
    { key: 'p95Ms', label: 'p95 ms', better: 'less' },
    { key: 'p99Ms', label: 'p99 ms', better: 'less' },
    { key: 'triggers', label: 'triggers' },
  ],
  async sides(setting) {
    const [first, ...others] = await Promise.all(
      LANGUAGES.map(async (language) => ({
        name: language,
        settings: { workers: WORKERS, pauseMs: PAUSE_MS, ...(await describeLanguage(language)) },
        measure: () => measure(language, setting),
      })),
    )
    if (!first) throw new Error('no language')
    return [first, ...others]
  },
  aims: (medians) => [
    {
      what: "Python's p50, of TypeScript's",
      reached: medians('python', 'p50Ms') / medians('typescript', 'p50Ms'),
      wanted: 2,
      bound: 'at most',
    },
  ],
}

function measure(language: Language, setting: Setting): Promise<Sample> {
  const step = `${language}-handle`
  return withServer(WORKERS, setting, async (server, project) => {
    const triggers = await triggerNowAndThen(server.port, setting.seconds, { step })
    await untilSucceeded(project, step, triggers)
    return describeStarts(readReturned(project, step))
  })
}
