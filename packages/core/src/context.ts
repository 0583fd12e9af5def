/**
 * What a handler is given: the request (api steps) and the context (all steps), the same in every language.
 * Interfaces only; the runtimes make them real.
 */

import type { ApiSchemas, OutputOf, Schema } from './schema.ts'
import type { PayloadArgs, Receipt, Target } from './trigger.ts'

/** What an api handler gets. Parts without a schema are as they came. */
export interface ApiRequest<S extends ApiSchemas = ApiSchemas> {
  /** After its schema: JSON parsed, a form's fields, a text, or bytes (a `Buffer`). */
  readonly body: PartOf<S, 'body'>
  readonly params: PartOf<S, 'params', Record<string, string>>
  readonly query: PartOf<S, 'query', Record<string, string | string[]>>
  /** By lower-case name, those of the schema after it. */
  readonly headers: HeadersOf<S>
  /** What the `cookie` header says, decoded. */
  readonly cookies: Readonly<Record<string, string>>
  /** The body's bytes as they came; none of `multipart/form-data`. */
  readonly rawBody: Uint8Array
  readonly method: string
  /** The path without the query. */
  readonly path: string
  /** The path with the query, as it came. */
  readonly url: string
  /** The client's address; behind proxies, by `trustProxy` of the config, the one that they tell. */
  readonly ip: string
  /** What middlewares leave for those within and for the handler. */
  readonly locals: RequestLocals
}

/** What a project's middlewares put on `request.locals`, by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by projects
export interface RequestLocals {}

// biome-ignore lint/suspicious/noExplicitAny: ACCEPTANCE S95, a body without schema is any
type PartOf<S, K extends 'body' | 'params' | 'query', Else = any> = S extends {
  readonly [P in K]: infer T extends Schema
}
  ? OutputOf<T>
  : Else

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

type HeadersOf<S> = S extends { readonly headers: infer T extends Schema }
  ? OutputOf<T> & RawHeaders
  : RawHeaders

export interface Logger {
  debug(message: string, fields?: object): void
  info(message: string, fields?: object): void
  warn(message: string, fields?: object): void
  error(message: string, fields?: object): void
}

/** The platform's own `AbortSignal`, without depending on any platform's types. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : unknown

/** One attempt of one run, as its handler sees it. */
export interface Context {
  readonly runId: string
  readonly traceId: string
  /** A W3C header that tells others of this attempt. `fetch` sends it by itself. */
  readonly traceparent: string
  readonly stepId: string
  /** 1 for the first; worker losses and state conflicts do not count. */
  readonly attempt: number
  /** The same for all attempts of the run: send it along to the outside. */
  readonly idempotencyKey: string
  /** Milliseconds since the epoch at which the attempt is cut off. */
  readonly deadline: number
  /** Aborts at the deadline and on cancel. */
  readonly signal: Signal
  readonly logger: Logger
  readonly state: State
  trigger<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<Receipt>
  call<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<unknown>
}

export interface StateItem<T = unknown> {
  readonly key: string
  readonly value: T
  /** Rises with every write of the item. */
  readonly version: number
}

/**
 * Durable key-value groups. Reads see the attempt's own writes; writes commit with the attempt. If the attempt
 * writes, what it read must be unchanged at commit, or it runs again. The blind verbs never conflict.
 */
export interface State {
  /** `null` when nothing is stored. */
  get<T = unknown>(group: string, key: string): Promise<T | null>
  set(group: string, key: string, value: unknown): Promise<void>
  delete(group: string, key: string): Promise<void>
  list<T = unknown>(group: string): Promise<StateItem<T>[]>
  getGroup<T = unknown>(group: string): Promise<T[]>
  clear(group: string): Promise<void>
  /** Reads, applies `fn` and writes; resolves to what was written. */
  update<T = unknown>(group: string, key: string, fn: (value: T | null) => T | Promise<T>): Promise<T>
  increment(group: string, key: string, by?: number): Promise<void>
  append(group: string, key: string, item: unknown): Promise<void>
  patch(group: string, key: string, partial: object): Promise<void>
}
