/**
 * JSON Schema as a step's author writes it into an option, and the TypeScript type of what it takes. Types only: what
 * checks values is the runtimes'. Used by schema.ts.
 */

/** A schema as an object literal; draft 2020-12 unless its `$schema` says another. Its words are checked as it is loaded. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: object
  readonly required?: readonly string[]
  readonly items?: unknown
  readonly prefixItems?: readonly unknown[]
  readonly additionalProperties?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly unknown[]
  readonly oneOf?: readonly unknown[]
  readonly allOf?: readonly unknown[]
  readonly not?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly default?: unknown
  readonly description?: string
  readonly title?: string
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly $ref?: string
  readonly $defs?: object
  readonly $id?: string
  readonly $schema?: string
  readonly '~standard'?: never
}

/** `input` is what a sender gives, `output` what a handler gets: the same, but that defaults are filled in. */
export type Side = 'input' | 'output'

/** What a schema takes. `any` where it says nothing, or something that types cannot. */
export type FromJsonSchema<S, D extends Side = 'output'> = S extends { readonly static: infer T }
  ? T // TypeBox carries the type along
  : S extends { readonly const: infer C }
    ? Writable<C>
    : S extends { readonly enum: readonly (infer E)[] }
      ? Writable<E>
      : S extends { readonly anyOf: readonly (infer A)[] }
        ? Each<A, D>
        : S extends { readonly oneOf: readonly (infer O)[] }
          ? Each<O, D>
          : S extends { readonly allOf: readonly [...infer A] }
            ? Merged<A, D> & Own<Omit<S, 'allOf'>, D>
            : Own<S, D, Anything>

/** What `type` and its keywords say; without any, `Else`. */
type Own<S, D extends Side, Else = unknown> = S extends { readonly type: readonly (infer T)[] }
  ? Typed<T, S, D>
  : S extends { readonly type: infer T }
    ? Typed<T, S, D>
    : S extends { readonly properties: object }
      ? ObjectOf<S, D>
      : Else

type Each<A, D extends Side> = A extends unknown ? FromJsonSchema<A, D> : never

type Merged<A, D extends Side> = A extends readonly [infer First, ...infer Rest]
  ? FromJsonSchema<First, D> & Merged<Rest, D>
  : unknown

type Typed<T, S, D extends Side> = T extends 'string'
  ? string
  : T extends 'integer' | 'number'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends 'null'
        ? null
        : T extends 'array'
          ? ArrayOf<S, D>
          : T extends 'object'
            ? ObjectOf<S, D>
            : Anything

type ArrayOf<S, D extends Side> = S extends { readonly prefixItems: infer P extends readonly unknown[] }
  ? [...{ -readonly [I in keyof P]: FromJsonSchema<P[I], D> }, ...Rest<S, D>]
  : S extends { readonly items: infer I }
    ? FromJsonSchema<I, D>[]
    : Anything[]

type Rest<S, D extends Side> = S extends { readonly items: infer I }
  ? I extends false
    ? []
    : FromJsonSchema<I, D>[]
  : []

type ObjectOf<S, D extends Side> = S extends { readonly properties: infer P }
  ? Shown<
      { -readonly [K in keyof P as K extends Given<S, P, D> ? K : never]: FromJsonSchema<P[K], D> } & {
        -readonly [K in keyof P as K extends Given<S, P, D> ? never : K]?: FromJsonSchema<P[K], D> | undefined
      }
    >
  : S extends { readonly additionalProperties: infer A extends object }
    ? Record<string, FromJsonSchema<A, D>>
    : Record<string, Anything>

/** Names of members that are always there: required ones, on the way out those with a default, too. */
type Given<S, P, D extends Side> = D extends 'output'
  ? Required<S> | { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P]
  : Exclude<Required<S>, { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P]>

type Required<S> = S extends { readonly required: readonly (infer R)[] } ? R : never

// biome-ignore lint/suspicious/noExplicitAny: what no schema says anything of is taken as it comes (ACCEPTANCE S79)
type Anything = any

type Shown<T> = { [K in keyof T]: T[K] }

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T
