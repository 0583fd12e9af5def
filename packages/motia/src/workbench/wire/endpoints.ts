/** Wire of api steps as an API: their documentation, and requests to them. */

/** `GET /api/v1/endpoints`, by path. `GET /api/v1/openapi` is the same as an OpenAPI 3.1 document. */
export type WireEndpoints = readonly WireEndpoint[]

export interface WireEndpoint {
  readonly stepId: string
  readonly method: string
  /** As written: `/users/:id`. */
  readonly path: string
  /** Names in the path. */
  readonly params: readonly string[]
  readonly description?: string
  /** JSON Schema, where the schema's library can say. */
  readonly body?: unknown
  readonly query?: unknown
  /** By status. */
  readonly responses: Readonly<Record<string, unknown>>
  /** Made from the schema: what a first try may send. */
  readonly example?: unknown
  readonly file: string
  readonly line?: number
}

/** Body of `POST /api/v1/commands/request`: goes to the project's own API, through its server. */
export interface WireRequest {
  readonly method: string
  /** With the query; begins with `/`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** As sent; absent for none. */
  readonly body?: string
}

/** Answer to it. */
export interface WireResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Text, or base64 where it is none. Cut at 1 MB. */
  readonly body: string
  readonly isBase64: boolean
  readonly isCut: boolean
  readonly bytes: number
  /** Until the head, and until the end of the body. */
  readonly headMs: number
  readonly totalMs: number
  /** What the request caused: `GET /api/v1/traces/:id`, as soon as it was seen. */
  readonly traceId: string
}
