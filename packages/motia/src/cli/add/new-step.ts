/** A step that is to be written: what is known of it, checked as the project's steps are when they are loaded. Pure. */

import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { didYouMean } from '@motia/core/nearest'
import { HTTP_METHODS, type HttpMethod, STEP_KINDS, type StepKind } from '@motia/core/step'
import { checkOptions } from '../../discovery/options.ts'

/** Of the file. */
export type SourceLanguage = 'typescript' | 'javascript' | 'python' | 'ruby'
export const SOURCE_LANGUAGES: readonly SourceLanguage[] = ['typescript', 'javascript', 'python', 'ruby']
export const EXTENSIONS: Readonly<Record<SourceLanguage, string>> = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  ruby: 'rb',
}

export interface NewStep {
  readonly kind: StepKind
  readonly id: string
  readonly language: SourceLanguage
  /** Of an api step. */
  readonly method: HttpMethod
  readonly path: string
  /** Topics of an event step. */
  readonly on: readonly string[]
  /** Of a cron step. */
  readonly schedule: string
}

/** What is wrong with it by itself. */
export function findFaults(step: NewStep): string[] {
  return checkOptions(step.kind, optionsOf(step)).map(({ message, hint }) =>
    hint === undefined ? message : `${message}: ${hint}`,
  )
}

/** The options that its source will name. */
export function optionsOf({ kind, id, method, path, on, schedule }: NewStep): Record<string, unknown> {
  switch (kind) {
    case 'api':
      return { id, method, path }
    case 'event':
      return { id, ...(on.length > 0 && { on: on.length === 1 ? on[0] : on }) }
    case 'cron':
      return { id, schedule }
    case 'noop':
      return { id }
    default:
      return kind satisfies never
  }
}

/** Which of the project's steps has its id or its route already, in words. */
export function findTaken(
  step: NewStep,
  steps: readonly StepDescriptor[],
  mistakes: readonly Mistake[] = [],
): string | undefined {
  const same = steps.find(({ id }) => id === step.id) ?? mistakes.find(({ stepId }) => stepId === step.id)
  if (same) return `there is a step "${step.id}" already, in ${same.file}`
  if (step.kind !== 'api') return undefined
  const toRoute = (path: unknown) => String(path).replace(/:\w+/g, ':')
  const other = steps.find(
    ({ kind, options }) =>
      kind === 'api' && options.method === step.method && toRoute(options.path) === toRoute(step.path),
  )
  return other && `${step.method} ${step.path} is answered already by "${other.id}", in ${other.file}`
}

/** Also as `step`, which leaves the kind open. @throws RangeError with the nearest right word */
export function parseKind(text: string): StepKind | undefined {
  if (text === 'step') return undefined
  if ((STEP_KINDS as readonly string[]).includes(text)) return text as StepKind
  throw new RangeError(`there is no kind of step "${text}"${didYouMean(text, STEP_KINDS)}`)
}

/** In any case of letters. @throws RangeError */
export function parseMethod(text: string): HttpMethod {
  const method = text.toUpperCase()
  if ((HTTP_METHODS as readonly string[]).includes(method)) return method as HttpMethod
  throw new RangeError(`there is no method "${text}"${didYouMean(method, HTTP_METHODS)}`)
}

/** By its name or its files' extension. @throws RangeError */
export function parseLanguage(text: string): SourceLanguage {
  const word = text.toLowerCase()
  const found = SOURCE_LANGUAGES.find((language) => language === word || EXTENSIONS[language] === word)
  if (found) return found
  throw new RangeError(`there is no language "${text}"${didYouMean(word, SOURCE_LANGUAGES)}`)
}
