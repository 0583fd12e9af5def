/** `latency`: from the trigger to the first line of the handler in a worker that had nothing to do; against BullMQ. */
import type { Benchmark, Sample, Setting } from '../benchmark.ts'
import { describeStarts, PAUSE_MS, triggerNowAndThen } from '../idle-triggers.ts'
import { describeBullmq } from '../processes/bullmq.ts'
import { CONCURRENCY, type SubmitServer, startOurs, startTheirs } from '../processes/submit-servers.ts'

export const latency: Benchmark = {
  title: 'Idle: trigger → handler starts',
  runs: 5,
  metrics: [
    { key: 'p50Ms', label: 'p50 ms', better: 'less' },
    { key: 'p95Ms', label: 'p95 ms', better: 'less' },
    { key: 'p99Ms', label: 'p99 ms', better: 'less' },
    { key: 'triggers', label: 'triggers' },
  ],
  async sides(setting) {
    const common = { pauseMs: PAUSE_MS, concurrency: CONCURRENCY }
    const theirs = { ...common, ...(await describeBullmq()) }
    return [
      { name: 'motia', settings: common, measure: () => measure(startOurs('latency', setting), setting) },
      { name: 'bullmq', settings: theirs, measure: () => measure(startTheirs('latency', setting), setting) },
    ]
  },
  aims: (medians) => [
    {
      what: "p50, of BullMQ's",
      reached: medians('motia', 'p50Ms') / medians('bullmq', 'p50Ms'),
      wanted: 1.5,
      bound: 'at most',
    },
  ],
}

async function measure(starting: Promise<SubmitServer>, { seconds }: Setting): Promise<Sample> {
  const server = await starting
  const measuring = async () => {
    await server.untilDone(await triggerNowAndThen(server.port, seconds))
    return describeStarts(await server.returned())
  }
  return Promise.race([server.died, measuring()]).finally(() => server.stop())
}
