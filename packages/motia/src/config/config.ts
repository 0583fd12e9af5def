/**
 * The settings of a project, resolved: what every other part is given. load.ts makes it; where each value comes from
 * is in resolvers.ts.
 */

export type Mode = 'development' | 'production'

/** Every setting has a value. Times in milliseconds, sizes in bytes, paths absolute. */
export interface Config {
  readonly root: string
  readonly mode: Mode
  /** The project's motia.config.*, relative to the root; absent if it has none. */
  readonly file?: string
  /** Of the API; 0 for any that is free. */
  readonly port: number
  /** The address that the API listens on. */
  readonly host: string
  readonly workbench: WorkbenchConfig
  readonly database: DatabaseConfig
  readonly redis: { readonly url?: string }
  /** A trigger that reaches no step is an error of its caller. */
  readonly strict: boolean
  /** Id of the step that hears of failed runs; `handle-step-error` if absent and there is one. */
  readonly onError?: string
  /** Bytes of a request's body, where the step says nothing else. */
  readonly bodyLimit: number
  /** Until a request's headers and body have to be there. */
  readonly requestTimeoutMs: number
  /** What browsers may ask for from other origins; nothing, if absent. */
  readonly cors?: CorsConfig
  /** Of answers; none, if absent. */
  readonly compression?: CompressionConfig
  /** The API's OpenAPI document. */
  readonly openapi: OpenApiConfig
  /** Which proxies are believed when they tell a client's address: all, or those of a list. */
  readonly trustProxy: boolean | string
  /** For what is under way when the server stops. */
  readonly stopGraceMs: number
  /** How long ended runs are kept, and files that came with requests. */
  readonly retention: { readonly succeededMs: number; readonly failedMs: number; readonly uploadsMs: number }
  readonly workers: WorkersConfig
  /** The Python of projects without a virtual environment, and the Ruby: a path, or a name on PATH. */
  readonly python: { readonly path?: string }
  readonly ruby: { readonly path?: string }
  /** Limits of what was seen: the older is deleted first. */
  readonly telemetry: { readonly maxAgeMs: number; readonly maxBytes: number }
  /** What `.env` adds to the environment of the processes that run the project's code. */
  readonly fileEnv: Readonly<Record<string, string>>
  /** Made by the supervisor: a request that brings it (`KEEP_HEADER`) is recorded also under load. */
  readonly keepKey?: string
}

export interface CorsConfig {
  /** `*`, or a list; `https://*.example.com` is any below it. */
  readonly origin: '*' | readonly string[]
  readonly methods: readonly string[]
  /** Of requests; by default those that they ask for. */
  readonly headers?: readonly string[]
  /** Of answers, besides those that are always seen. */
  readonly exposed?: readonly string[]
  readonly credentials?: true
  /** How long a browser need not ask again. */
  readonly maxAgeMs?: number
}

export interface OpenApiConfig {
  /** Where the API serves it; nowhere, if absent. */
  readonly path?: string
  /** Merged into the document, and stronger than what is made of the steps. */
  readonly document?: Readonly<Record<string, unknown>>
}

export interface CompressionConfig {
  /** Bytes; what is smaller goes as it is. */
  readonly threshold: number
}

export interface WorkbenchConfig {
  readonly enabled: boolean
  readonly port: number
  readonly host: string
  /** What lets an operator or a viewer in; with none of the four nobody has to log in, which production refuses. */
  readonly token?: string
  readonly password?: string
  readonly viewerToken?: string
  readonly viewerPassword?: string
}

export interface DatabaseConfig {
  /** Of the SQLite file. */
  readonly path: string
}

export interface WorkersConfig {
  /** Worker processes per language that are kept. */
  readonly count: number
  /** Up to so many are started under load. */
  readonly max: number
  /** Attempts at the same time in `count` workers; further ones add theirs. */
  readonly slots: number
  /** What ends the life of a worker; another takes its place. */
  readonly maxAgeMs?: number
  readonly maxRuns?: number
  readonly maxMemoryBytes: number
}
