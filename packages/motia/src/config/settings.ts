/**
 * Every setting that exists: its key in the config file, its variable, its flag and how it is read. resolvers.ts asks
 * for their values; sections.ts knows the words from here.
 */
import { DAY_MS, SECOND_MS } from '@motia/core/duration'
import { parseCompression, parseCors, parseTrustProxy } from './http-parsers.ts'
import { parseOpenApi } from './openapi-parser.ts'
import { type Parse, parseBytes, parseDuration, parseInteger, parseSwitch, parseText } from './parsers.ts'

export interface Setting<T> {
  /** Dotted, within a section of the config file. */
  readonly key: string
  /** Variables of the environment, strongest first. */
  readonly env: readonly string[]
  /** Option of the command line, as its parser names it. */
  readonly flag?: string
  readonly parse: Parse<T>
}

const parsePort = parseInteger(0, 65_535)

export const PORT = setting('port', ['PORT', 'MOTIA_PORT'], parsePort, 'port')
export const HOST = setting('host', ['MOTIA_HOST'], parseText, 'host')
export const WORKBENCH_ENABLED = setting(
  'workbench.enabled',
  ['MOTIA_WORKBENCH_ENABLED'],
  parseSwitch,
  'workbench',
)
export const WORKBENCH_PORT = setting('workbench.port', ['MOTIA_WORKBENCH_PORT'], parsePort, 'workbenchPort')
export const WORKBENCH_HOST = setting('workbench.host', ['MOTIA_WORKBENCH_HOST'], parseText)
export const WORKBENCH_TOKEN = setting('workbench.token', ['MOTIA_WORKBENCH_TOKEN'], parseText)
export const WORKBENCH_PASSWORD = setting('workbench.password', ['MOTIA_WORKBENCH_PASSWORD'], parseText)
export const WORKBENCH_VIEWER_TOKEN = setting(
  'workbench.viewerToken',
  ['MOTIA_WORKBENCH_VIEWER_TOKEN'],
  parseText,
)
export const WORKBENCH_VIEWER_PASSWORD = setting(
  'workbench.viewerPassword',
  ['MOTIA_WORKBENCH_VIEWER_PASSWORD'],
  parseText,
)
/** Read as text; what it means depends on the root. */
export const DATABASE_URL = setting(
  'database.url',
  ['DATABASE_URL', 'MOTIA_DATABASE_URL'],
  parseText,
  'database',
)
export const REDIS_URL = setting('redis.url', ['REDIS_URL', 'MOTIA_REDIS_URL'], parseText)
export const STRICT = setting('strict', ['MOTIA_STRICT'], parseSwitch, 'strict')
export const ON_ERROR = setting('onError', ['MOTIA_ON_ERROR'], parseText)
export const BODY_LIMIT = setting('bodyLimit', ['MOTIA_BODY_LIMIT'], parseBytes)
export const REQUEST_TIMEOUT = setting('requestTimeout', ['MOTIA_REQUEST_TIMEOUT'], parseDuration)
export const CORS = setting('cors', ['MOTIA_CORS'], parseCors)
export const COMPRESSION = setting('compression', ['MOTIA_COMPRESSION'], parseCompression)
export const OPENAPI = setting('openapi', ['MOTIA_OPENAPI'], parseOpenApi)
export const TRUST_PROXY = setting('trustProxy', ['MOTIA_TRUST_PROXY'], parseTrustProxy)
export const STOP_GRACE = setting('stopGrace', ['MOTIA_STOP_GRACE'], parseDuration)
export const RETENTION_SUCCEEDED = setting(
  'retention.succeeded',
  ['MOTIA_RETENTION_SUCCEEDED'],
  parseDuration,
)
export const RETENTION_FAILED = setting('retention.failed', ['MOTIA_RETENTION_FAILED'], parseDuration)
export const RETENTION_UPLOADS = setting('retention.uploads', ['MOTIA_RETENTION_UPLOADS'], parseDuration)
export const WORKERS_COUNT = setting('workers.count', ['MOTIA_WORKERS_COUNT'], parseInteger(1, 256))
export const WORKERS_SLOTS = setting('workers.slots', ['MOTIA_WORKERS_SLOTS'], parseInteger(1, 10_000))
export const WORKERS_MAX = setting('workers.max', ['MOTIA_WORKERS_MAX'], parseInteger(1, 256))
export const WORKERS_MAX_AGE = setting('workers.maxAge', ['MOTIA_WORKERS_MAX_AGE'], parseDuration)
export const WORKERS_MAX_RUNS = setting(
  'workers.maxRuns',
  ['MOTIA_WORKERS_MAX_RUNS'],
  parseInteger(1, 1_000_000_000),
)
export const WORKERS_MAX_MEMORY = setting('workers.maxMemory', ['MOTIA_WORKERS_MAX_MEMORY'], parseBytes)
export const PYTHON_PATH = setting('python.path', ['MOTIA_PYTHON'], parseText)
export const RUBY_PATH = setting('ruby.path', ['MOTIA_RUBY'], parseText)
export const TELEMETRY_MAX_AGE = setting('telemetry.maxAge', ['MOTIA_TELEMETRY_MAX_AGE'], parseDuration)
export const TELEMETRY_MAX_BYTES = setting('telemetry.maxBytes', ['MOTIA_TELEMETRY_MAX_BYTES'], parseBytes)

/** All of them, for the check of unknown words and for the reference. */
export const SETTINGS: readonly Setting<unknown>[] = [
  PORT,
  HOST,
  WORKBENCH_ENABLED,
  WORKBENCH_PORT,
  WORKBENCH_HOST,
  WORKBENCH_TOKEN,
  WORKBENCH_PASSWORD,
  WORKBENCH_VIEWER_TOKEN,
  WORKBENCH_VIEWER_PASSWORD,
  DATABASE_URL,
  REDIS_URL,
  STRICT,
  ON_ERROR,
  BODY_LIMIT,
  REQUEST_TIMEOUT,
  CORS,
  COMPRESSION,
  OPENAPI,
  TRUST_PROXY,
  STOP_GRACE,
  RETENTION_SUCCEEDED,
  RETENTION_FAILED,
  RETENTION_UPLOADS,
  WORKERS_COUNT,
  WORKERS_MAX,
  WORKERS_SLOTS,
  WORKERS_MAX_AGE,
  WORKERS_MAX_RUNS,
  WORKERS_MAX_MEMORY,
  PYTHON_PATH,
  RUBY_PATH,
  TELEMETRY_MAX_AGE,
  TELEMETRY_MAX_BYTES,
]

/** What holds where nothing else is said, as far as it does not depend on the mode or the machine. */
export const DEFAULTS = {
  port: 3001,
  workbenchPort: 3000,
  databasePath: '.motia/motia.db',
  bodyLimit: 1024 ** 2,
  requestTimeoutMs: 30 * SECOND_MS,
  /** Whoever develops wants the terminal back; what is cut off runs again. */
  stopGraceMs: { development: SECOND_MS, production: 10 * SECOND_MS },
  succeededMs: 7 * DAY_MS,
  failedMs: 30 * DAY_MS,
  uploadsMs: DAY_MS,
  workers: 1,
  /** Unless there are fewer processors, or more workers are kept. */
  mostWorkers: 4,
  slots: 100,
  workerBytes: 1024 ** 3,
  telemetryMaxAgeMs: 7 * DAY_MS,
  telemetryMaxBytes: 512 * 1024 ** 2,
} as const

function setting<T>(key: string, env: readonly string[], parse: Parse<T>, flag?: string): Setting<T> {
  return flag === undefined ? { key, env, parse } : { key, env, parse, flag }
}
