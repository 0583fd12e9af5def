/**
 * The type of a client, made of the routes that a project's generated `.motia/routes.d.ts` has. What it does is in
 * create-client.ts.
 */
import type { RouteType } from '@motia/core'
import type { AnswerType } from '@motia/core/route-type'

/** `client.post('/users', { body })`, for each method that has a route. */
export type Client<R> = {
  readonly [M in Methods<R>]: <P extends PathsOf<R, M>>(
    path: P,
    ...options: OptionsArgs<RouteAt<R, M, P>, P>
  ) => AnswerPromise<RouteAt<R, M, P>>
}

/** What every request may have besides what its route takes. */
export interface RequestOptions {
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `Idempotency-Key`: the same key within 24 hours gets the first answer again, and nothing runs twice. */
  readonly idempotencyKey?: string
}

/** What Motia answers in the place of a step. */
export interface Problem {
  readonly error: string
  readonly message?: string
  readonly code?: string
  /** What is wrong with the request, place by place. */
  readonly issues?: readonly { readonly in?: string; readonly path: string; readonly message: string }[]
  readonly traceId?: string
}

/** An answer as it came. `ok`, and each `status` that the route names, tell what `body` is. */
export type AnswerOf<R extends RouteType> = Named<R['answer']> | Unnamed<R['answer']>

/** Resolves to whatever was answered, an error or not; rejects only if nothing was. */
export interface AnswerPromise<R extends RouteType> extends Promise<AnswerOf<R>> {
  /** The body of a success. @throws ApiError for any other answer */
  orThrow(): Promise<Extract<AnswerOf<R>, { readonly ok: true }>['body']>
}

interface Received {
  readonly headers: Headers
}

type Named<A extends AnswerType> = A extends unknown
  ? IsSuccess<A['status']> extends true
    ? Received & { readonly ok: true; readonly status: A['status']; readonly body: A['body'] }
    : IsSuccess<A['status']> extends false
      ? Received & { readonly ok: false; readonly status: A['status']; readonly body: A['body'] }
      : Received & { readonly ok: true; readonly status: number; readonly body: A['body'] }
  : never

/** What any route may be answered: steps throw HttpErrors, and Motia has problems of its own. */
type Unnamed<A extends AnswerType> = Received & {
  readonly ok: false
  readonly status: Exclude<ErrorStatus, A['status']>
  readonly body: Problem
}

/** `boolean` for a status of which only the type is known. */
type IsSuccess<St extends number> = number extends St
  ? boolean
  : `${St}` extends `4${string}` | `5${string}`
    ? false
    : true

type ErrorStatus =
  | (
      | 400
      | 401
      | 402
      | 403
      | 404
      | 405
      | 406
      | 408
      | 409
      | 410
      | 411
      | 412
      | 413
      | 414
      | 415
      | 416
      | 417
      | 418
    )
  | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451)
  | (500 | 501 | 502 | 503 | 504 | 505 | 507 | 508 | 511)

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
type KeyOf<R> = keyof R & string
type Methods<R> = Lowercase<KeyOf<R> extends `${infer M extends Verb} ${string}` ? M : never>
type PathsOf<R, M extends string> =
  KeyOf<R> extends infer K ? (K extends `${Uppercase<M>} ${infer P}` ? P : never) : never
type RouteAt<R, M extends string, P extends string> = `${Uppercase<M>} ${P}` extends keyof R
  ? R[`${Uppercase<M>} ${P}`] extends infer T extends RouteType
    ? T
    : never
  : never

type ParamName<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Bare<Name> | ParamName<`/${More}`>
    : Bare<Rest>
  : P extends `${string}*`
    ? '*'
    : never
/** Without the expression that it has to match. */
type Bare<Name extends string> = Name extends `${infer N}(${string}` ? N : Name

type Params<P extends string> = [ParamName<P>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<ParamName<P>, string | number>> }

/** Required as far as leaving it out would be wrong. */
type Part<K extends string, T> = undefined extends T
  ? { readonly [P in K]?: T }
  : Record<never, never> extends T
    ? { readonly [P in K]?: T }
    : { readonly [P in K]: T }

type OptionsOf<R extends RouteType, P extends string> = Omit<RequestOptions, 'headers'> &
  Params<P> &
  Part<'query', R['query']> &
  Part<'body', R['body']> &
  Part<'headers', HeadersOf<R['headers']>>

/** Those that the step names, and any others. */
type HeadersOf<H> = undefined extends H
  ? RequestOptions['headers']
  : { readonly [K in keyof H]: H[K] } & Readonly<Record<string, unknown>>

type OptionsArgs<R extends RouteType, P extends string> =
  Record<never, never> extends OptionsOf<R, P> ? [options?: OptionsOf<R, P>] : [options: OptionsOf<R, P>]
