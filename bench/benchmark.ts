/**
 * What a benchmark is: sides that are measured in turn, samples of figures, and what the medians have to reach.
 * benchmarks/ holds one file each; sitting.ts runs them.
 */

/** The figures of one round of one side, by the key of a `Metric`. */
export type Sample = Readonly<Record<string, number>>

/** A figure that every sample of a benchmark has. */
export interface Metric {
  readonly key: string
  readonly label: string
  /** Which direction is better; absent for figures that only explain others. */
  readonly better?: 'more' | 'less'
}

/** One contender. */
export interface Side {
  readonly name: string
  /** Versions and settings that a reader needs to repeat it. */
  readonly settings: Readonly<Record<string, unknown>>
  /** One round, from a fresh start. */
  measure(): Promise<Sample>
}

/** A figure that was promised. */
export interface Aim {
  readonly what: string
  readonly reached: number
  readonly wanted: number
  readonly bound: 'at least' | 'at most'
}

/** Whether it was kept. */
export function isReached({ reached, wanted, bound }: Aim): boolean {
  return bound === 'at least' ? reached >= wanted : reached <= wanted
}

/** Medians by the name of the side. */
export type Medians = (side: string, metric: string) => number

/** What a benchmark is given. */
export interface Setting {
  /** The Node binary that every process of either side runs on. */
  readonly node: string
  readonly nodeMajor: number
  /** How long a side is loaded in a round. */
  readonly seconds: number
  /** Runs or jobs fed in a round, where a benchmark feeds a number of them. */
  readonly fed: number | undefined
  /** Where CPU profiles of our processes go; none are taken if absent. */
  readonly profile: string | undefined
  /** Who looks at the Workbench of our side meanwhile; nobody if absent. */
  readonly watchers?: Watchers
  /** A module that our processes import first. */
  readonly preload?: string
}

/** Clients of the live stream that discard what they get, and whether Chromium has the overview open. */
export interface Watchers {
  readonly clients: number
  readonly hasBrowser: boolean
}

export interface Benchmark {
  readonly title: string
  /** Rounds, unless `--runs` says otherwise. */
  readonly runs: number
  /** The first one is the figure that pictures and ratios are about. */
  readonly metrics: readonly [Metric, ...Metric[]]
  /** Ours first. Ratios are taken against the second. */
  sides(setting: Setting): Promise<readonly [Side, ...Side[]]>
  aims(medians: Medians, setting: Setting): readonly Aim[]
}
