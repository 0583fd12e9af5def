/**
 * A step as data: what a worker of any language tells about a file's steps, and what the app knows of all of them.
 */
import type { StepKind } from './step.ts'

export interface StepDescriptor {
  readonly kind: StepKind
  readonly id: string
  /** The project's source file, relative to its root, with forward slashes. */
  readonly file: string
  /** Where in the file the step is made, if known. */
  readonly line?: number
  readonly language: Language
  /** The export that holds it. */
  readonly exportName: string
  /** The options that JSON can carry: `method`, `path`, `on`, `schedule`, `retry`, `timeout`, … */
  readonly options: Readonly<Record<string, unknown>>
  /** JSON Schema of what triggering it by id takes; `{ $comment: … }` where the schema's library cannot say. */
  readonly payloadSchema?: unknown
  /** JSON Schemas of the other parts of an api step's request. */
  readonly querySchema?: unknown
  readonly paramsSchema?: unknown
  readonly headersSchema?: unknown
  /** JSON Schemas of what an api step answers, by status. */
  readonly responseSchemas?: Readonly<Record<string, unknown>>
  /** Targets that the source triggers, as a static scan found them. */
  readonly triggers: readonly string[]
}

/** `node` is TypeScript and JavaScript. */
export type Language = 'node' | 'python' | 'ruby'

/** Something in the project that its author has to correct. Collected, never thrown. */
export interface Mistake {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly message: string
  readonly hint?: string
  /** The step it concerns, if that much is known. */
  readonly stepId?: string
}
