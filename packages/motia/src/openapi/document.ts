/**
 * A project's api steps as an OpenAPI 3.1 document. Pure: the app serves it at a URL of the API, the Workbench on its
 * port, and `motia openapi` prints it.
 */
import type { StepDescriptor } from '@motia/core/descriptor'
import { type JsonObject, SchemaComponents } from './components.ts'
import { tagsOf, toOperation } from './operation.ts'
import { toPathTemplate } from './path-template.ts'
import { PROBLEM_RESPONSES, PROBLEM_SCHEMA } from './problems.ts'

/** What the steps do not say. */
export interface ApiFacts {
  readonly title: string
  readonly version: string
  readonly description?: string
  /** Where the API answers; relative to the document's own URL. Default: `/`. */
  readonly server?: string
  /** From the config: merged into the document, and stronger. */
  readonly extra?: JsonObject
}

/** The same text for the same steps, in whatever order. */
export function toOpenApi(steps: readonly StepDescriptor[], facts: ApiFacts): JsonObject {
  const { title, version, description, server = '/', extra } = facts
  const components = new SchemaComponents({ Problem: PROBLEM_SCHEMA })
  const paths = new Map<string, { readonly path: string; readonly operations: Record<string, unknown> }>()
  for (const step of sortSteps(steps)) {
    const { path, shape, names } = toPathTemplate(String(step.options.path))
    // Templates that differ in the names of their parameters only are one path, under the names of the first.
    const known = paths.get(shape) ?? { path, operations: {} }
    paths.set(shape, known)
    const method = String(step.options.method).toLowerCase()
    known.operations[method] = toOperation(step, names, toPathTemplate(known.path).names, components)
  }
  const tags = [...new Set(steps.filter(isDocumented).flatMap(tagsOf))].sort()
  const document = {
    openapi: '3.1.0',
    info: { title, version, ...(description !== undefined && { description }) },
    servers: [{ url: server }],
    ...(tags.length > 0 && { tags: tags.map((name) => ({ name })) }),
    paths: Object.fromEntries([...paths.values()].map(({ path, operations }) => [path, operations])),
    components: { schemas: components.all(), responses: PROBLEM_RESPONSES },
  }
  return extra ? (merge(document, extra) as JsonObject) : document
}

/** One that is only expected yet has no path. */
function isDocumented({ kind, options }: StepDescriptor): boolean {
  return kind === 'api' && typeof options.path === 'string'
}

function sortSteps(steps: readonly StepDescriptor[]): StepDescriptor[] {
  const key = ({ options, id }: StepDescriptor) => `${options.path} ${options.method} ${id}`
  return steps.filter(isDocumented).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** Objects within objects; everything else is replaced. */
function merge(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) return above
  const merged: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above))
    merged[key] = key in merged ? merge(merged[key], value) : value
  return merged
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
