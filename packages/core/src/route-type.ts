/**
 * What a request to an api step carries and what it is answered, as types: made of the step's schemas and of what its
 * handler returns. Types only; the generated `.motia/routes.d.ts` names them by route, and a typed client reads them.
 */
import type { ApiSchemas, InputOf, ResponseSchemas, Schema } from './schema.ts'

/** A route as a client sees it. */
export interface RouteType {
  readonly query: unknown
  readonly headers: unknown
  readonly body: unknown
  /** A union, by status. */
  readonly answer: AnswerType
}

/** `status` of `number` is any. */
export interface AnswerType {
  readonly status: number
  readonly body: unknown
}

/** Routes of the project, `'POST /users'` to its type; the generated `.motia/types.d.ts` fills it. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by generated types
export interface ApiRoutes {}

/** The route of an api step: `RouteOf<typeof step>`. */
export type RouteOf<S> = S extends { readonly '~route'?: infer R }
  ? R extends RouteType
    ? R
    : Unknown
  : Unknown

/** @template R what the handler returns */
export interface RouteTypeOf<S extends ApiSchemas, R> {
  readonly query: PartOf<S, 'query', LooseQuery>
  readonly headers: PartOf<S, 'headers', LooseHeaders>
  readonly body: PartOf<S, 'body', Anything>
  readonly answer: S extends { readonly response: infer A } ? FromSchemas<A> : FromReturned<Awaited<R>>
}

/** What is left of a value that went as JSON. */
export type JsonOf<T> = 0 extends 1 & T
  ? Anything
  : T extends { toJSON(): infer J }
    ? JsonOf<J>
    : T extends string | number | boolean | null
      ? T
      : T extends undefined | symbol | bigint | ((...args: never[]) => unknown)
        ? never
        : T extends readonly unknown[]
          ? { [K in keyof T]: JsonOf<T[K]> }
          : T extends object
            ? JsonObject<T>
            : T

// biome-ignore lint/suspicious/noExplicitAny: what nobody describes is taken and given as it comes
type Anything = any
type LooseQuery = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | undefined>
>
type LooseHeaders = Readonly<Record<string, string>>
type Unknown = {
  readonly query: LooseQuery | undefined
  readonly headers: LooseHeaders | undefined
  readonly body: Anything
  readonly answer: { readonly status: number; readonly body: Anything }
}

type PartOf<S, K extends keyof ApiSchemas, Else> = S extends { readonly [P in K]: infer T extends Schema }
  ? InputOf<T>
  : Else | undefined

/** An answer is never given to its schema, so a client sees what a sender would give it. */
type FromSchemas<A> = A extends Schema
  ? Answer<200, JsonOf<InputOf<A>>>
  : A extends ResponseSchemas
    ? { [St in keyof A & number]: Answer<St, JsonOf<InputOf<A[St]>>> }[keyof A & number]
    : never

type FromReturned<R> = 0 extends 1 & R
  ? Answer<number, Anything>
  : // biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing
    R extends undefined | null | void
    ? Answer<204, undefined>
    : R extends { readonly status: infer St extends number; readonly body: infer B }
      ? Answer<St, B extends undefined | null ? undefined : Sent<B>>
      : R extends { readonly status: infer St extends number; readonly headers: object }
        ? Answer<St, undefined>
        : Answer<200, Sent<R>>

/** Bytes and streams go as they are, and are whatever their type says. */
type Sent<B> = B extends Uint8Array | AsyncIterable<unknown> | { getReader: unknown } ? Anything : JsonOf<B>

type Answer<St extends number, B> = { readonly status: St; readonly body: B }

/** Members that JSON leaves out are gone; those that it may leave out are optional. */
type JsonObject<T> = {
  [K in keyof T as K extends symbol
    ? never
    : [JsonOf<T[K]>] extends [never]
      ? never
      : undefined extends T[K]
        ? never
        : K]: JsonOf<T[K]>
} & {
  [K in keyof T as K extends symbol
    ? never
    : [JsonOf<T[K]>] extends [never]
      ? never
      : undefined extends T[K]
        ? K
        : never]?: JsonOf<T[K]>
} extends infer O
  ? { [K in keyof O]: O[K] }
  : never
