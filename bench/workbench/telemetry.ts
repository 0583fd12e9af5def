/** What was seen of runs that were played: a span each, and log lines with fields. */
import type { LogEvent, TelemetryEvent } from '@motia/core/events'
import type { Played } from './play.ts'
import { NEEDLE } from './story.ts'

const MESSAGES = [
  'received',
  'inputs checked',
  '주문을 확인했습니다',
  'cache missed, asking the database',
  'query answered',
  'template rendered',
  'sent to the partner',
  'the partner answered',
  '결과를 저장했습니다',
  'done',
]
/** In one of so many runs there is a line with it. */
const NEEDLE_EVERY = 9_973

let told = 0

/** In the order of their times. */
export function toEvents(played: readonly Played[], linesPerRun: number): TelemetryEvent[] {
  return played
    .flatMap((run) => (run.isStored ? [toSpan(run), ...toLines(run, linesPerRun)] : [toSpan(run)]))
    .sort((a, b) => a.at - b.at)
}

function toSpan(run: Played): TelemetryEvent {
  const { story, runId, traceId, parentRunId, startedAt, endedAt, request, triggered } = run
  const { stepId, failure } = story
  const span = { at: endedAt, runId, traceId, stepId, startedAt, durationMs: story.tookMs }
  const effects = triggered.length > 0 ? { effects: { writes: [], triggers: triggered } } : {}
  if (request) return { type: 'request', ...span, ...request, status: 200, ...effects }
  const status = failure ? 'failed' : 'succeeded'
  const end = failure ? { failure, reason: 'error' as const } : {}
  return {
    type: 'attempt',
    ...span,
    parentRunId,
    attempt: 1,
    waitedMs: story.waitedMs,
    queuedAt: startedAt - story.waitedMs,
    commitMs: 2,
    status,
    ...end,
    ...effects,
  }
}

function toLines({ story, runId, traceId, startedAt }: Played, count: number): LogEvent[] {
  told++
  return Array.from({ length: count }, (_, i) => {
    const level = story.failure && i === count - 1 ? 'error' : i === 3 ? 'warn' : i === 1 ? 'debug' : 'info'
    const needle = told % NEEDLE_EVERY === 0 && i === 0 ? ` ${NEEDLE}` : ''
    return {
      type: 'log',
      at: startedAt + Math.round((story.tookMs * i) / count),
      level,
      source: 'logger',
      message: `${story.stepId}: ${MESSAGES[i % MESSAGES.length]}${needle}`,
      fields: {
        userId: `u${(told * 7_919) % 20_000}`,
        orderId: `o-${told}`,
        durationMs: (told * i) % 977,
        part: i,
      },
      runId,
      traceId,
      stepId: story.stepId,
      attempt: 1,
    }
  })
}
