/**
 * From sources to settings: small resolvers, each of which makes one part of the config and reports all of its
 * mistakes. load.ts runs them.
 */
import { resolve } from 'node:path'
import type { Config, Mode, OpenApiConfig } from './config.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { DEFAULT_OPENAPI_PATH } from './openapi-parser.ts'
import {
  BODY_LIMIT,
  COMPRESSION,
  CORS,
  DATABASE_URL,
  DEFAULTS,
  HOST,
  ON_ERROR,
  OPENAPI,
  PORT,
  PYTHON_PATH,
  REDIS_URL,
  REQUEST_TIMEOUT,
  RETENTION_FAILED,
  RETENTION_SUCCEEDED,
  RETENTION_UPLOADS,
  RUBY_PATH,
  STOP_GRACE,
  STRICT,
  TELEMETRY_MAX_AGE,
  TELEMETRY_MAX_BYTES,
  TRUST_PROXY,
  WORKBENCH_ENABLED,
  WORKBENCH_HOST,
  WORKBENCH_PASSWORD,
  WORKBENCH_PORT,
  WORKBENCH_TOKEN,
  WORKBENCH_VIEWER_PASSWORD,
  WORKBENCH_VIEWER_TOKEN,
  WORKERS_COUNT,
  WORKERS_MAX,
  WORKERS_MAX_AGE,
  WORKERS_MAX_MEMORY,
  WORKERS_MAX_RUNS,
  WORKERS_SLOTS,
} from './settings.ts'
import type { Reader } from './sources.ts'

/** What defaults depend on. */
export interface Surroundings {
  readonly root: string
  readonly mode: Mode
  /** Variables that are missing here may be set where the project is served. */
  readonly servedElsewhere: boolean
  readonly inContainer: boolean
  /** Threads that may run at the same time. */
  readonly processors: number
}

/** The part of the config that settings decide. */
export type Settings = Omit<Config, 'root' | 'mode' | 'file' | 'fileEnv'>

const LOOPBACK = '127.0.0.1'
const EVERYWHERE = '0.0.0.0'

/** All that settings decide; what is wrong is told to the reader. */
export function resolveSettings(reader: Reader, surroundings: Surroundings): Settings {
  return {
    ...resolveHttp(reader, surroundings),
    ...resolveWorkbench(reader, surroundings),
    ...resolveDatabase(reader, surroundings),
    ...resolveRedis(reader),
    ...resolveEngine(reader),
    ...resolveWorkers(reader, surroundings),
    ...resolveInterpreters(reader),
    ...resolveLimits(reader),
  }
}

/** What no single setting can get wrong. */
export function checkSettings(
  { port, workbench }: Settings,
  { mode, servedElsewhere }: Surroundings,
  reader: Reader,
): void {
  if (!workbench.enabled) return
  if (workbench.port === port && port !== 0) {
    const hint = 'Give one of them another port: `port` or `workbench.port`.'
    reader.mistake(PORT, `the API and the Workbench both want port ${port}`, hint)
  }
  const { token, password, viewerToken, viewerPassword } = workbench
  const secrets = [token, password, viewerToken, viewerPassword]
  if (mode === 'production' && !servedElsewhere && secrets.every((secret) => secret === undefined)) {
    const hint =
      'Set `workbench.password` or `workbench.token` (MOTIA_WORKBENCH_PASSWORD, MOTIA_WORKBENCH_TOKEN), or `workbench.enabled` to false.'
    reader.mistake(WORKBENCH_ENABLED, 'the Workbench is on in production and has no password or token', hint)
  }
  for (const setting of [WORKBENCH_VIEWER_TOKEN, WORKBENCH_VIEWER_PASSWORD]) {
    const secret = setting === WORKBENCH_VIEWER_TOKEN ? viewerToken : viewerPassword
    if (secret === undefined || (secret !== token && secret !== password)) continue
    reader.mistake(setting, `${setting.key} lets an operator in`, 'Give viewers a secret of their own.')
  }
}

function resolveHttp(reader: Reader, { mode, inContainer }: Surroundings) {
  const cors = reader.read(CORS)
  const compression = reader.read(COMPRESSION)
  return {
    port: reader.read(PORT) ?? DEFAULTS.port,
    host: reader.read(HOST) ?? (mode === 'production' || inContainer ? EVERYWHERE : LOOPBACK),
    bodyLimit: reader.read(BODY_LIMIT) ?? DEFAULTS.bodyLimit,
    requestTimeoutMs: reader.read(REQUEST_TIMEOUT) ?? DEFAULTS.requestTimeoutMs,
    ...(cors && { cors }),
    ...(compression && { compression }),
    openapi: resolveOpenApi(reader.read(OPENAPI), mode),
    trustProxy: reader.read(TRUST_PROXY) ?? false,
    stopGraceMs: reader.read(STOP_GRACE) ?? DEFAULTS.stopGraceMs[mode],
  }
}

/** What only describes the API does not publish it. */
function resolveOpenApi(read: OpenApiConfig | false | undefined, mode: Mode): OpenApiConfig {
  if (read === false) return {}
  const path = read?.path ?? (mode === 'development' ? DEFAULT_OPENAPI_PATH : undefined)
  return { ...read, ...(path !== undefined && { path }) }
}

function resolveWorkbench(reader: Reader, { mode, inContainer }: Surroundings) {
  const enabled = reader.read(WORKBENCH_ENABLED) ?? mode === 'development'
  const port = reader.read(WORKBENCH_PORT) ?? DEFAULTS.workbenchPort
  const host = reader.read(WORKBENCH_HOST) ?? (inContainer ? EVERYWHERE : LOOPBACK)
  const token = reader.read(WORKBENCH_TOKEN)
  const password = reader.read(WORKBENCH_PASSWORD)
  const viewerToken = reader.read(WORKBENCH_VIEWER_TOKEN)
  const viewerPassword = reader.read(WORKBENCH_VIEWER_PASSWORD)
  const secrets = {
    ...(token !== undefined && { token }),
    ...(password !== undefined && { password }),
    ...(viewerToken !== undefined && { viewerToken }),
    ...(viewerPassword !== undefined && { viewerPassword }),
  }
  return { workbench: { enabled, port, host, ...secrets } }
}

function resolveDatabase(reader: Reader, { root, servedElsewhere }: Surroundings) {
  const parse = parseDatabaseUrl(root)
  const path = reader.read(DATABASE_URL, parse)
  if (path !== undefined) return { database: { path } }
  if (reader.isEmpty(DATABASE_URL) && !servedElsewhere) {
    const hint = 'Set the variable that it reads (DATABASE_URL?), or remove the key.'
    reader.warn(DATABASE_URL, `database.url has no value: using ${DEFAULTS.databasePath}`, hint)
  }
  return { database: { path: resolve(root, DEFAULTS.databasePath) } }
}

function resolveRedis(reader: Reader) {
  const url = reader.read(REDIS_URL)
  if (url === undefined) return { redis: {} }
  reader.warn(REDIS_URL, 'redis.url is set, but this version does not use Redis yet')
  return { redis: { url } }
}

function resolveEngine(reader: Reader) {
  const onError = reader.read(ON_ERROR)
  return { strict: reader.read(STRICT) ?? false, ...(onError !== undefined && { onError }) }
}

function resolveWorkers(reader: Reader, { processors }: Surroundings) {
  const count = reader.read(WORKERS_COUNT) ?? DEFAULTS.workers
  const max = reader.read(WORKERS_MAX)
  const maxAgeMs = reader.read(WORKERS_MAX_AGE)
  const maxRuns = reader.read(WORKERS_MAX_RUNS)
  if (max !== undefined && max < count) {
    reader.mistake(WORKERS_MAX, `workers.max is ${max}, which is less than workers.count (${count})`)
  }
  return {
    workers: {
      count,
      max: Math.max(count, max ?? Math.min(DEFAULTS.mostWorkers, processors)),
      slots: reader.read(WORKERS_SLOTS) ?? DEFAULTS.slots,
      ...(maxAgeMs !== undefined && { maxAgeMs }),
      ...(maxRuns !== undefined && { maxRuns }),
      maxMemoryBytes: reader.read(WORKERS_MAX_MEMORY) ?? DEFAULTS.workerBytes,
    },
  }
}

function resolveInterpreters(reader: Reader) {
  const python = reader.read(PYTHON_PATH)
  const ruby = reader.read(RUBY_PATH)
  return {
    python: python === undefined ? {} : { path: python },
    ruby: ruby === undefined ? {} : { path: ruby },
  }
}

function resolveLimits(reader: Reader) {
  return {
    retention: {
      succeededMs: reader.read(RETENTION_SUCCEEDED) ?? DEFAULTS.succeededMs,
      failedMs: reader.read(RETENTION_FAILED) ?? DEFAULTS.failedMs,
      uploadsMs: reader.read(RETENTION_UPLOADS) ?? DEFAULTS.uploadsMs,
    },
    telemetry: {
      maxAgeMs: reader.read(TELEMETRY_MAX_AGE) ?? DEFAULTS.telemetryMaxAgeMs,
      maxBytes: reader.read(TELEMETRY_MAX_BYTES) ?? DEFAULTS.telemetryMaxBytes,
    },
  }
}
