/**
 * One sitting of a benchmark: its sides in turn, A B A B …, so that whatever the machine does meanwhile meets both.
 * bench.ts starts it; report.ts prints and writes what it returns.
 */
import type { Aim, Benchmark, Metric, Sample, Setting } from './benchmark.ts'
import { formatFigure } from './figure.ts'
import { describeMachine, type Machine } from './machine.ts'
import { median } from './statistics.ts'

export interface SideRecord {
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  /** One a round. */
  readonly samples: readonly Sample[]
}

export interface Sitting {
  readonly name: string
  readonly title: string
  readonly startedAt: string
  readonly machine: Machine
  readonly nodeVersion: string
  readonly runs: number
  readonly secondsOfLoad: number
  readonly metrics: readonly Metric[]
  readonly sides: readonly SideRecord[]
  readonly aims: readonly Aim[]
}

/** Runs, by name and how often. */
export interface SittingOptions {
  readonly name: string
  readonly benchmark: Benchmark
  readonly runs: number
  readonly nodeVersion: string
  readonly setting: Setting
  /** Measures this side alone: nothing is aimed at then. */
  readonly only: string | undefined
}

export async function sit(options: SittingOptions): Promise<Sitting> {
  const { name, benchmark, runs, nodeVersion, setting, only } = options
  const startedAt = new Date().toISOString()
  const machine = describeMachine()
  const sides = (await benchmark.sides(setting)).filter((side) => only === undefined || side.name === only)
  const samples = new Map<string, Sample[]>(sides.map((side) => [side.name, []]))
  for (let round = 1; round <= runs; round++) {
    for (const side of sides) {
      const sample = await side.measure()
      samples.get(side.name)?.push(sample)
      console.log(`  ${round}/${runs} ${side.name}: ${describe(sample, benchmark.metrics)}`)
    }
  }
  const medians = (side: string, key: string) =>
    median((samples.get(side) ?? []).map((sample) => sample[key] ?? 0))
  return {
    name,
    title: benchmark.title,
    startedAt,
    machine,
    nodeVersion,
    runs,
    secondsOfLoad: setting.seconds,
    metrics: benchmark.metrics,
    sides: sides.map((side) => ({
      name: side.name,
      settings: side.settings,
      samples: samples.get(side.name) ?? [],
    })),
    aims: only === undefined ? benchmark.aims(medians, setting) : [],
  }
}

function describe(sample: Sample, metrics: readonly Metric[]): string {
  return metrics
    .filter(({ key }) => sample[key] !== undefined)
    .map(({ key, label }) => `${formatFigure(sample[key] ?? 0)} ${label}`)
    .join(', ')
}
