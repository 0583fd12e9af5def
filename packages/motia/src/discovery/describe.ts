/** From a loaded step to its descriptor, or to what is wrong with it. Called by load.ts. */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { type ApiSchemas, type Schema, toResponseSchemas } from '@motia/core/schema'
import type { Step } from '@motia/core/step'
import { asJsonSchema } from '../schemas/as-json-schema.ts'
import type { ManifestStep } from './manifest.ts'
import { checkOptions } from './options.ts'
import type { Problem } from './problem.ts'

/** What is known of the file that a step comes from. */
export interface StepOrigin {
  /** Of the project: absolute. */
  readonly root: string
  readonly source: string
  readonly exportName: string
  /** What the static scan saw, if it did. */
  readonly steps: readonly ManifestStep[]
  readonly triggers: readonly string[]
}

/** No descriptor if the step cannot be used. */
export function describeStep(
  step: Step,
  origin: StepOrigin,
): { readonly descriptor?: StepDescriptor; readonly mistakes: readonly Mistake[] } {
  const { source, exportName } = origin
  const seen = findSeen(step, origin.steps)
  const problems = [...checkOptions(step.kind, step.options), ...checkHandler(step)]
  const mistakes = problems.map((problem) => toMistake(problem, step, source, seen?.line))
  if (problems.some(({ isHarmless }) => !isHarmless)) return { mistakes }
  const descriptor: StepDescriptor = {
    kind: step.kind,
    id: step.options.id,
    file: source,
    ...(seen && { line: seen.line }),
    language: 'node',
    exportName,
    options: plainOptions(step),
    ...describeSchemas(step, origin.root),
    triggers: [...new Set([...(seen?.triggers ?? []), ...origin.triggers])],
  }
  return { descriptor, mistakes }
}

/** The same for a step that a worker of another language has described: its options are to be checked as all are. */
export function checkDescribed(step: StepDescriptor): {
  readonly descriptor?: StepDescriptor
  readonly mistakes: readonly Mistake[]
} {
  const { kind, id, file, line } = step
  const problems = checkOptions(kind, { id, ...step.options })
  const mistakes = problems.map(({ message, ...rest }) =>
    toMistake({ ...rest, message: toSnakeNames(message) }, { options: { id } }, file, line),
  )
  if (problems.some(({ isHarmless }) => !isHarmless)) return { mistakes }
  return { descriptor: step, mistakes }
}

/** Options as their author wrote them: `bodyLimit` is `body_limit` there. */
function toSnakeNames(message: string): string {
  return message.replace(/\b(bodyLimit|catchUp|maxDelay|rateLimit)\b/g, (name) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
}

/** The call that made the step: by its id, or the only one of its kind. */
function findSeen(step: Step, steps: readonly ManifestStep[]): ManifestStep | undefined {
  const byId = steps.find(({ id }) => id !== undefined && id === step.options?.id)
  if (byId) return byId
  const [only, ...others] = steps.filter(({ kind }) => kind === step.kind)
  return others.length === 0 ? only : undefined
}

function checkHandler({ kind, handler }: Step): Problem[] {
  if (kind === 'noop' || typeof handler === 'function') return []
  return [{ message: `${kind}() needs a handler as its second argument` }]
}

function toMistake(
  { message, hint }: Problem,
  step: { readonly options?: { readonly id?: unknown } },
  file: string,
  line: number | undefined,
): Mistake {
  const id = typeof step.options?.id === 'string' && step.options.id !== '' ? step.options.id : undefined
  return {
    file,
    ...(line !== undefined && { line }),
    message,
    ...(hint !== undefined && { hint }),
    ...(id !== undefined && { stepId: id }),
  }
}

/** The options that JSON can carry, without what has a place of its own. */
function plainOptions({ options }: Step): Record<string, unknown> {
  const { id: _, schema: __, middleware: ___, ...rest } = options as unknown as Record<string, unknown>
  return JSON.parse(JSON.stringify(rest)) as Record<string, unknown>
}

type DescribedSchemas = Pick<
  StepDescriptor,
  'payloadSchema' | 'querySchema' | 'paramsSchema' | 'headersSchema' | 'responseSchemas'
>

function describeSchemas({ kind, options }: Step, root: string): DescribedSchemas {
  const { schema } = options as { schema?: Schema | ApiSchemas }
  if (schema === undefined) return {}
  const tell = (name: keyof DescribedSchemas, one: Schema | undefined) =>
    one && { [name]: asJsonSchema(one, root) }
  if (kind !== 'api') return { ...tell('payloadSchema', schema as Schema) }
  const { body, query, params, headers, response } = schema as ApiSchemas
  const responses = Object.entries(toResponseSchemas(response))
  return {
    ...tell('payloadSchema', body),
    ...tell('querySchema', query),
    ...tell('paramsSchema', params),
    ...tell('headersSchema', headers),
    ...(responses.length > 0 && {
      responseSchemas: Object.fromEntries(
        responses.map(([status, one]) => [status, asJsonSchema(one, root)]),
      ),
    }),
  }
}
