/**
 * `workbench`: its panels in Chromium on a project with 100,000 runs and 1,000,000 log lines. From the navigation, with
 * an empty cache, to the first row or figure; from the last key or click to what it filters or finds; and the longest
 * task of the page while 500 runs a second stream in.
 */
import type { Aim, Benchmark, Metric } from '../benchmark.ts'
import { createProject, fixWorkers, type Project } from '../processes/project.ts'
import { LIVE, measureWorkbench } from '../workbench/measure.ts'
import { seedProject } from '../workbench/seed.ts'
import { ACTIONS, firstScreens } from '../workbench/views.ts'

const RUNS = 100_000
const LINES_PER_RUN = 10
const RUNS_PER_SECOND = 500
const LIMIT_MS = { panel: 1_000, filter: 300, search: 500, task: 100 }

interface Timed {
  /** Of the metric, and of the aim. */
  readonly key: string
  readonly limitMs: number
  readonly label: string
}

const TIMED: readonly Timed[] = [
  ...firstScreens('').map(({ panel }) => toTimed(panel, `${panel}: first screen`, LIMIT_MS.panel)),
  ...ACTIONS.map(({ name, kind }) => toTimed(name, `${kind} ${name}`, LIMIT_MS[kind])),
  ...LIVE.map((panel) => toTimed(`task ${panel}`, `${panel}: longest task`, LIMIT_MS.task)),
]

export const workbench: Benchmark = {
  title: 'The Workbench with 100,000 runs and 1,000,000 log lines',
  runs: 3,
  metrics: [
    ...(TIMED.map(({ key, label }) => ({ key, label, better: 'less' })) as [Metric, ...Metric[]]),
    { key: 'tasks', label: 'tasks over 50 ms, in all' },
    { key: 'streamed', label: 'runs/s that streamed in', better: 'more' },
    { key: 'cores', label: 'cores that our processes took meanwhile' },
  ],
  async sides(setting) {
    const runs = setting.fed ?? RUNS
    const settings = { runs, lines: runs * LINES_PER_RUN, runsPerSecond: RUNS_PER_SECOND }
    let project: Project | undefined
    return [
      {
        name: 'motia',
        settings,
        async measure() {
          project ??= await seedOne(runs)
          return measureWorkbench(project, setting, RUNS_PER_SECOND)
        },
      },
    ]
  },
  aims: (medians) => [
    ...TIMED.map(
      ({ key, label, limitMs }): Aim => ({
        what: label,
        reached: medians('motia', key),
        wanted: limitMs,
        bound: 'at most',
      }),
    ),
    {
      what: 'runs/s that streamed in',
      reached: medians('motia', 'streamed'),
      wanted: RUNS_PER_SECOND * 0.95,
      bound: 'at least',
    },
  ],
}

function toTimed(key: string, what: string, limitMs: number): Timed {
  return { key, limitMs, label: `${what}, ms` }
}

/** For all rounds: what streams in during one is little beside it. */
async function seedOne(runs: number): Promise<Project> {
  const project = createProject('workbench', fixWorkers(1))
  process.once('exit', () => project.remove())
  console.log(`  seeding ${runs} runs and ${runs * LINES_PER_RUN} lines`)
  await seedProject(project, { runs, lines: runs * LINES_PER_RUN })
  return project
}
