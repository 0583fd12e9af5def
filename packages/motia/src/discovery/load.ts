/**
 * Loads compiled files and collects the steps that they export: in the app process those of api steps, in a worker
 * all. What goes wrong is collected, and stops only the file or step that it concerns.
 */
import { pathToFileURL } from 'node:url'
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { isStep, type Step } from '@motia/core/step'
import { describeStep } from './describe.ts'
import type { ManifestFile } from './manifest.ts'
import { locate } from './source-maps.ts'

export interface LoadedStep {
  readonly step: Step
  readonly descriptor: StepDescriptor
}

export interface LoadedFiles {
  readonly steps: readonly LoadedStep[]
  readonly mistakes: readonly Mistake[]
}

/** Without what the scan saw, descriptors have no lines and no triggers. */
export type LoadableFile = Pick<ManifestFile, 'source' | 'output'> &
  Partial<Pick<ManifestFile, 'steps' | 'triggers' | 'reexports'>>

/** A module that awaits something at its top level for longer is taken for stuck. */
export const LOAD_LIMIT_MS = 30_000

/** One after another: what CommonJS requires may not be half loaded. */
export async function loadFiles(root: string, files: readonly LoadableFile[]): Promise<LoadedFiles> {
  const loaded: LoadedFiles[] = []
  for (const file of files) loaded.push(await loadFile(root, file))
  return {
    steps: loaded.flatMap(({ steps }) => steps),
    mistakes: loaded.flatMap(({ mistakes }) => mistakes),
  }
}

/** @param root of the project: absolute */
export async function loadFile(root: string, file: LoadableFile): Promise<LoadedFiles> {
  const { source, output, steps: seen = [], triggers = [], reexports = [] } = file
  let exported: object
  try {
    exported = await importWithin(output, LOAD_LIMIT_MS)
  } catch (error) {
    return { steps: [], mistakes: [toMistake(error, root, file)] }
  }
  const steps: LoadedStep[] = []
  const mistakes: Mistake[] = []
  for (const [exportName, step] of collectSteps(exported, output.endsWith('.cjs'))) {
    if (reexports.includes(exportName)) continue
    const described = describeStep(step, { root, source, exportName, steps: seen, triggers })
    mistakes.push(...described.mistakes)
    if (described.descriptor) steps.push({ step, descriptor: described.descriptor })
  }
  return { steps, mistakes }
}

/** Each step once, under the first of its names; `default` comes before all others. */
function collectSteps(namespace: object, isCommonJs: boolean): Map<string, Step> {
  const found = new Map<Step, string>()
  const look = (name: string, value: unknown) => {
    if (isStep(value)) {
      if (!found.has(value)) found.set(value, name)
    } else if (Array.isArray(value)) value.forEach((item, i) => void look(`${name}.${i}`, item))
  }
  const { default: main, ...others } = namespace as { default?: unknown }
  look('default', main)
  // Node tells only those names of CommonJS that it can see in the text.
  const names = isCommonJs && typeof main === 'object' && main !== null && !isStep(main) ? main : others
  for (const [name, value] of Object.entries(names)) look(name, value)
  return new Map([...found].map(([step, name]) => [name, step]))
}

/** The module's namespace. @throws also when it takes longer */
export async function importWithin(path: string, limitMs: number): Promise<object> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    const give = () =>
      reject(new Error(`did not finish loading within ${limitMs} ms: does it await at its top level?`))
    timer = setTimeout(give, limitMs)
  })
  try {
    return await Promise.race([import(pathToFileURL(path).href) as Promise<object>, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Why a file could not be loaded. */
export function toMistake(error: unknown, root: string, { source, steps = [] }: LoadableFile): Mistake {
  const place = locate(error, root)
  const ids = steps.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const words = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`
  const typeName = /does not provide an export named '(\w+)'/.exec(words)?.[1]
  return {
    file: source,
    ...place,
    message: `could not be loaded: ${withSourceNames(words)}`,
    ...(typeName && {
      hint: `If ${typeName} is a type: \`import type { ${typeName} }\`, \`export type { ${typeName} }\`.`,
    }),
    ...(ids.length === 1 && ids[0] !== undefined && { stepId: ids[0] }),
  }
}

/** Node speaks of the compiled files. */
function withSourceNames(words: string): string {
  return words.replaceAll(/(\.[cm]?[jt]sx?)\.[cm]js\b/g, '$1')
}
