/** The steps of a test's app: those that it was given, or all of a project. */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import { isStep, type Step } from '@motia/core/step'
import { type LoadedProject, loadProject } from '../app/load-project.ts'
import { checkProject } from '../discovery/check.ts'
import { combineDescriptions } from '../discovery/combine.ts'
import { compileProject } from '../discovery/compile.ts'
import { describeStep } from '../discovery/describe.ts'
import { type LoadedStep, loadFiles } from '../discovery/load.ts'
import { formatMistakes } from '../discovery/report.ts'
import { runSetup } from '../runtimes/node/setup.ts'

/** Steps; modules that export some; lists and records of these. */
export type StepSource = Step | readonly StepSource[] | { readonly [name: string]: unknown }

export interface Gathered {
  readonly steps: readonly LoadedStep[]
  /** Steps in other languages, whose runs wait. */
  readonly expected: readonly StepDescriptor[]
  /** What stands around the api steps. */
  readonly around: Omit<LoadedProject, 'steps'>
  stop(): Promise<void>
}

/** How deep modules, lists and records may lie in one another. */
const MAX_DEPTH = 4

/** @param root for what schemas are described by. @throws `MOTIA_TEST_STEPS` */
export function gatherSteps(sources: readonly StepSource[], root: string): Gathered {
  const found = new Set<Step>()
  for (const source of sources) collect(source, MAX_DEPTH, found)
  const origin = { root, source: 'steps', steps: [], triggers: [] }
  const described = [...found].map((step, i) => ({
    step,
    ...describeStep(step, { ...origin, exportName: String(i) }),
  }))
  const steps = described.flatMap(({ step, descriptor }) => (descriptor ? [{ step, descriptor }] : []))
  const unusable = described.filter(({ descriptor }) => !descriptor).flatMap(({ mistakes }) => mistakes)
  // Who lacks whom is no mistake: a test may well have a part of a project only.
  const { steps: kept, mistakes } = checkProject(steps.map(({ descriptor }) => descriptor))
  refuse([...unusable, ...(kept.length < steps.length ? mistakes : [])])
  return { steps, expected: [], around: { middleware: [], mistakes: [] }, stop: async () => {} }
}

/** Compiles and loads the project, as `motia dev` does. @throws `MOTIA_TEST_STEPS` */
export async function gatherProject(root: string, onError: string | undefined): Promise<Gathered> {
  const manifest = await compileProject({ root })
  const loaded = await loadFiles(root, manifest.files)
  const { steps: _, ...around } = await loadProject(manifest)
  const node = { steps: loaded.steps.map(({ descriptor }) => descriptor), mistakes: loaded.mistakes }
  const described = new Map([['node', node] as const])
  const { steps, expected, mistakes } = combineDescriptions(manifest, described, { onError })
  refuse([...mistakes, ...around.mistakes])
  const stop = await runSetup(manifest.setup)
  return {
    steps: loaded.steps.filter(({ descriptor }) => steps.includes(descriptor)),
    expected,
    around,
    stop: async () => stop?.(),
  }
}

function collect(source: unknown, depth: number, found: Set<Step>): void {
  if (isStep(source)) found.add(source)
  else if (depth > 0 && typeof source === 'object' && source !== null)
    for (const value of Object.values(source)) collect(value, depth - 1, found)
}

function refuse(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return
  throw motiaError('MOTIA_TEST_STEPS', { mistakes: `\n${formatMistakes(mistakes, { color: false }).trim()}` })
}
