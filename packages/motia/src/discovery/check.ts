/**
 * Checks what no step can get wrong alone: ids, routes and names across the whole project. Pure; called by the app
 * when it knows all steps, and by `motia build`.
 */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { didYouMean } from '@motia/core/nearest'

export interface ProjectCheck {
  /** The config's. */
  readonly onError?: string | undefined
  /** Where the config says it; default: `motia.config.js`. */
  readonly configFile?: string | undefined
}

export interface CheckedProject {
  /** Of two that claim the same, the first by file and line. */
  readonly steps: readonly StepDescriptor[]
  readonly mistakes: readonly Mistake[]
}

export function checkProject(steps: readonly StepDescriptor[], check: ProjectCheck = {}): CheckedProject {
  const sorted = [...steps].sort(byPlace)
  const ids = keepFirst(sorted, ({ id }) => id, sameId)
  const routes = keepFirst(ids.kept, routeOf, sameRoute)
  const kept = routes.kept
  return {
    steps: kept,
    mistakes: [
      ...ids.mistakes,
      ...routes.mistakes,
      ...kept.flatMap((step) => checkTopics(step, kept)),
      ...kept.flatMap((step) => checkNeighbours(step, kept)),
      ...checkErrorStep(kept, check),
    ],
  }
}

function keepFirst(
  steps: readonly StepDescriptor[],
  keyOf: (step: StepDescriptor) => string | undefined,
  word: (step: StepDescriptor, first: StepDescriptor) => Mistake,
): { kept: StepDescriptor[]; mistakes: Mistake[] } {
  const firsts = new Map<string, StepDescriptor>()
  const kept: StepDescriptor[] = []
  const mistakes: Mistake[] = []
  for (const step of steps) {
    const key = keyOf(step)
    const first = key === undefined ? undefined : firsts.get(key)
    if (first) mistakes.push(word(step, first))
    else kept.push(step)
    if (!first && key !== undefined) firsts.set(key, step)
  }
  return { kept, mistakes }
}

function sameId(step: StepDescriptor, first: StepDescriptor): Mistake {
  const message = `the id "${step.id}" is taken by another step, in ${placeOf(first)}`
  return { ...mistakeAt(step), message, hint: 'Give one of them another id.' }
}

function sameRoute(step: StepDescriptor, first: StepDescriptor): Mistake {
  const own = `${step.options.method} ${step.options.path}`
  const other = `${first.options.method} ${first.options.path}`
  const difference = own === other ? '' : ` (as ${other})`
  const message = `the route ${own} is taken by step "${first.id}"${difference}, in ${placeOf(first)}`
  return { ...mistakeAt(step), message, hint: 'Give one of them another path or method.' }
}

/** Neither the names of parameters nor a slash at the end make a difference to what a route matches. */
function routeOf({ kind, options }: StepDescriptor): string | undefined {
  if (kind !== 'api' || options.path === undefined) return undefined // not described yet
  const path = String(options.path).replace(/(?<=.)\/$/, '')
  return `${options.method} ${path.replace(/:[\p{L}\p{N}_]+/gu, ':')}`
}

/** A name is an id or a topic, or nobody could tell which one a trigger means. Passing a noop is a topic of its own. */
function checkTopics(step: StepDescriptor, steps: readonly StepDescriptor[]): Mistake[] {
  return namesIn(step.options.on).flatMap((topic) => {
    const owner = steps.find(({ id }) => id === topic)
    if (!owner || owner.id === step.id || owner.kind === 'noop') return []
    const message = `subscribes to "${topic}", which is the id of a step, in ${placeOf(owner)}`
    const hint = 'Name the topic otherwise: a trigger of an id reaches that step alone.'
    return [{ ...mistakeAt(step), message, hint }]
  })
}

function checkNeighbours(step: StepDescriptor, steps: readonly StepDescriptor[]): Mistake[] {
  if (step.kind !== 'noop') return []
  const others = steps.filter(({ id }) => id !== step.id)
  const known = new Set(
    others.flatMap(({ id, options, triggers }) => [id, ...namesIn(options.on), ...triggers]),
  )
  return (['from', 'to'] as const).flatMap((end) =>
    namesIn(step.options[end])
      .filter((name) => !known.has(name))
      .map((name) => ({
        ...mistakeAt(step),
        message: `${end} names "${name}", which is no id and no topic${didYouMean(name, known)}`,
      })),
  )
}

function checkErrorStep(steps: readonly StepDescriptor[], { onError, configFile }: ProjectCheck): Mistake[] {
  const ids = steps.map(({ id }) => id)
  if (onError === undefined || ids.includes(onError)) return []
  const message = `onError names "${onError}", which is the id of no step${didYouMean(onError, ids)}`
  return [{ file: configFile ?? 'motia.config.js', message }]
}

function mistakeAt({ file, line, id }: StepDescriptor): Pick<Mistake, 'file' | 'line' | 'stepId'> {
  return { file, ...(line !== undefined && { line }), stepId: id }
}

function placeOf({ file, line }: StepDescriptor): string {
  return line === undefined ? file : `${file}:${line}`
}

function byPlace(a: StepDescriptor, b: StepDescriptor): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0)
}

function namesIn(option: unknown): string[] {
  if (typeof option === 'string') return [option]
  return Array.isArray(option) ? option.filter((name): name is string => typeof name === 'string') : []
}
