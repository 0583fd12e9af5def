/**
 * A benchmark of ours while somebody looks at the Workbench: `--watchers N`, `--browser`. Against the same with nobody
 * looking, and the Workbench off, as it is in production by default. bench.ts makes one.
 */
import type { Benchmark, Side, Watchers } from './benchmark.ts'

const NOBODY = 'nobody'
/** Of the first metric. */
const WANTED_SHARE = 0.95

export function toWatched(benchmark: Benchmark, { clients, hasBrowser }: Watchers): Benchmark {
  const watched = clients > 0 ? `${clients} clients` : undefined
  const looked = hasBrowser ? 'Chromium' : undefined
  const [first] = benchmark.metrics
  return {
    title: `${benchmark.title}, while somebody looks`,
    runs: benchmark.runs,
    metrics: benchmark.metrics,
    async sides(setting) {
      const ours = async (name: string, watchers?: Watchers): Promise<Side> => {
        const [side] = await benchmark.sides(watchers ? { ...setting, watchers } : setting)
        return { ...side, name, settings: { ...side.settings, ...watchers } }
      }
      return [
        await ours(watched ?? (looked as string), { clients, hasBrowser: watched === undefined }),
        await ours(NOBODY),
        ...(watched && looked ? [await ours(looked, { clients: 0, hasBrowser: true })] : []),
      ]
    },
    aims: (medians) =>
      watched === undefined
        ? []
        : [
            {
              what: `${first.label} with ${watched}, of those with nobody`,
              reached: medians(watched, first.key) / medians(NOBODY, first.key),
              wanted: WANTED_SHARE,
              bound: 'at least',
            },
          ],
  }
}
