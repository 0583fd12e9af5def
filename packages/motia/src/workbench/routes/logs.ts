/** Log lines, found by words, fields and where they come from. */
import type { LogFilter } from '../../observability/records.ts'
import { readChoice, readLimit, readNumber, readText } from '../query.ts'
import { type Route, reading } from '../router.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WireLogs } from '../wire/logs.ts'

export function logRoutes(telemetry: TelemetrySource): Route[] {
  return [reading('logs', ({ query }): Promise<WireLogs> => telemetry.logs(toFilter(query)))]
}

function toFilter(query: URLSearchParams): LogFilter {
  const runId = readText(query, 'run')
  const traceId = readText(query, 'trace')
  const stepId = readText(query, 'step')
  const level = readChoice(query, 'level', ['debug', 'info', 'warn', 'error'] as const)
  const text = readText(query, 'text')
  const from = readNumber(query, 'from')
  const to = readNumber(query, 'to')
  const before = readNumber(query, 'before')
  const after = readNumber(query, 'after')
  return {
    limit: readLimit(query, 200),
    ...(runId !== undefined && { runId }),
    ...(traceId !== undefined && { traceId }),
    ...(stepId !== undefined && { stepId }),
    ...(level !== undefined && { level }),
    ...(text !== undefined && { text }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}
