/** What was seen: spans, log lines, errors, notices. */
import type { TelemetryReader } from '../../observability/records.ts'
import { readChoice, readFlag, readLimit, readNumber, readText } from '../query.ts'
import type { Call, Route } from '../router.ts'
import type { WireErrors, WireLogs, WireNotices, WireSpans } from '../wire.ts'

export function telemetryRoutes(telemetry: TelemetryReader): Route[] {
  return [
    { method: 'GET', path: '/api/spans', answer: (call) => listSpans(telemetry, call) },
    { method: 'GET', path: '/api/logs', answer: (call) => listLogs(telemetry, call) },
    { method: 'GET', path: '/api/errors', answer: (call) => listErrors(telemetry, call) },
    { method: 'GET', path: '/api/notices', answer: (call) => listNotices(telemetry, call) },
  ]
}

function listSpans(telemetry: TelemetryReader, { query }: Call): Promise<WireSpans> {
  const kind = readChoice(query, 'kind', ['attempt', 'request'])
  const stepId = readText(query, 'step')
  const before = readNumber(query, 'before')
  return telemetry.spans({
    limit: readLimit(query, 50),
    failed: readFlag(query, 'failed'),
    ...(kind !== undefined && { kind }),
    ...(stepId !== undefined && { stepId }),
    ...(before !== undefined && { before }),
  })
}

function listLogs(telemetry: TelemetryReader, { query }: Call): Promise<WireLogs> {
  const runId = readText(query, 'run')
  const traceId = readText(query, 'trace')
  const stepId = readText(query, 'step')
  const level = readChoice(query, 'level', ['debug', 'info', 'warn', 'error'])
  const text = readText(query, 'text')
  const before = readNumber(query, 'before')
  const after = readNumber(query, 'after')
  return telemetry.logs({
    limit: readLimit(query, 200),
    ...(runId !== undefined && { runId }),
    ...(traceId !== undefined && { traceId }),
    ...(stepId !== undefined && { stepId }),
    ...(level !== undefined && { level }),
    ...(text !== undefined && { text }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  })
}

function listErrors(telemetry: TelemetryReader, { query }: Call): Promise<WireErrors> {
  const stepId = readText(query, 'step')
  return telemetry.errors({ limit: readLimit(query, 50), ...(stepId !== undefined && { stepId }) })
}

function listNotices(telemetry: TelemetryReader, { query }: Call): Promise<WireNotices> {
  const before = readNumber(query, 'before')
  return telemetry.events({ limit: readLimit(query, 50), ...(before !== undefined && { before }) })
}
