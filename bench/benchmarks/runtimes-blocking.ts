/**
 * `runtimes-blocking`: what a handler that blocks its worker for a second does to the runs of other steps while a
 * second worker is warm. Calm seconds and blocked ones in turn, in the same server.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { loadHttp } from '../http-load.ts'
import { PAUSE_MS } from '../idle-triggers.ts'
import { describeLanguage, type Language, readReturned, withServer } from '../processes/runtimes.ts'
import { untilSucceeded } from '../processes/store-file.ts'
import { percentile } from '../statistics.ts'

const LANGUAGES = ['python', 'typescript'] as const
const WORKERS = 2
/** So many triggers come at once, each in a request of its own: one alone would always find the idle worker. */
const BURST = 4
/** Bursts come for so long; the rest of a blocked second is left for the last of them. */
const PHASE_MS = 900
const MOST_ADDED_MS = 20

interface Started {
  readonly startedAfterNs: number
  readonly during: 'warm-up' | 'calm' | 'blocked'
}

export const runtimesBlocking: Benchmark = {
  title: 'A blocked worker: trigger → handler starts, of other steps',
  runs: 5,
  metrics: [
    { key: 'addedMaxMs', label: 'ms added to the slowest', better: 'less' },
    { key: 'addedP99Ms', label: 'ms added to p99', better: 'less' },
    { key: 'blockedMaxMs', label: 'max ms, blocked' },
    { key: 'calmMaxMs', label: 'max ms, calm' },
    { key: 'blockedP99Ms', label: 'p99 ms, blocked' },
    { key: 'calmP99Ms', label: 'p99 ms, calm' },
    { key: 'blockedP50Ms', label: 'p50 ms, blocked' },
    { key: 'calmP50Ms', label: 'p50 ms, calm' },
    { key: 'triggers', label: 'triggers while blocked' },
  ],
  async sides(setting) {
    const settings = { workers: WORKERS, burst: BURST, pauseMs: PAUSE_MS }
    const side = async (language: Language) => ({
      name: language,
      settings: { ...settings, ...(await describeLanguage(language)) },
      measure: () => measure(language, setting),
    })
    return [await side('python'), await side('typescript')]
  },
  aims: (medians) =>
    LANGUAGES.flatMap((language) => [
      {
        what: `ms added to the slowest, ${language}`,
        reached: medians(language, 'addedMaxMs'),
        wanted: MOST_ADDED_MS,
        bound: 'at most',
      },
      {
        what: `ms added to p99, ${language}`,
        reached: medians(language, 'addedP99Ms'),
        wanted: MOST_ADDED_MS,
        bound: 'at most',
      },
    ]),
}

function measure(language: Language, setting: Setting): Promise<Sample> {
  const step = `${language}-handle`
  return withServer(WORKERS, setting, async ({ port }, project) => {
    const trigger = (body: object, connections: number) => {
      const amount = { requests: connections }
      return loadHttp({ port, method: 'POST', path: '/submit', body, connections, amount })
    }
    let triggers = 0
    const burstFor = async (during: Started['during']) => {
      const endAt = performance.now() + PHASE_MS
      while (performance.now() < endAt) {
        await trigger({ step, during }, BURST)
        triggers += BURST
        await delay(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least))
      }
    }
    await burstFor('warm-up')
    const endAt = performance.now() + setting.seconds * 1000
    let blocks = 0
    while (performance.now() < endAt) {
      await burstFor('calm')
      await trigger({ step: `${language}-block` }, 1)
      await burstFor('blocked')
      await untilSucceeded(project, `${language}-block`, ++blocks)
    }
    await untilSucceeded(project, step, triggers)
    return compare(readReturned(project, step) as readonly Started[])
  })
}

function compare(started: readonly Started[]): Sample {
  const latenciesMs = (during: Started['during']) =>
    started.filter((each) => each.during === during).map(({ startedAfterNs }) => startedAfterNs / 1e6)
  const [calm, blocked] = [latenciesMs('calm'), latenciesMs('blocked')]
  const of = (values: readonly number[]) => [0.5, 0.99, 1].map((share) => percentile(values, share))
  const [calmP50Ms = 0, calmP99Ms = 0, calmMaxMs = 0] = of(calm)
  const [blockedP50Ms = 0, blockedP99Ms = 0, blockedMaxMs = 0] = of(blocked)
  return {
    addedMaxMs: blockedMaxMs - calmMaxMs,
    addedP99Ms: blockedP99Ms - calmP99Ms,
    blockedMaxMs,
    calmMaxMs,
    blockedP99Ms,
    calmP99Ms,
    blockedP50Ms,
    calmP50Ms,
    triggers: blocked.length,
  }
}
