/** What a server left in a project to read. Apart from project.ts, since servers must not wait for SQLite to load. */
import type { Config } from '../config/config.ts'
import type { TelemetryReader } from '../observability/records.ts'
import { openTelemetryReader } from '../observability/sqlite/reader.ts'
import { createSqliteReader, type SqliteReader } from '../stores/sqlite/reader.ts'
import { telemetryPath } from '../wire/control-path.ts'

/** Reads the runs of the project's server, whether it runs or not. */
export function openRuns(config: Config): SqliteReader {
  return createSqliteReader(config.database.path)
}

/** Reads what was seen of them. */
export function openTelemetry(config: Config): TelemetryReader {
  return openTelemetryReader(telemetryPath(config.root))
}
