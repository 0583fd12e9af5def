/**
 * Telemetry in the app process: a bounded queue that is sent to the supervisor in batches. Recording never throws,
 * never waits, and drops under load, counted; the totals of counters are never dropped, the latest wins.
 */
import type { CountersEvent, TelemetryEvent } from '@motia/core/events'
import type { Telemetry } from '@motia/core/telemetry'

export interface CollectorOptions {
  /** Hands a batch over; `false` if it could not be taken now, and it will be offered again. */
  readonly send: (batch: TelemetryEvent[]) => unknown
  readonly flushMs?: number
  /** Queued events in one call of `send`; totals and the count of drops come on top. */
  readonly maxBatch?: number
  /** Events that wait at most. */
  readonly maxQueue?: number
  readonly now?: () => number
}

export interface Collector extends Telemetry {
  /** Sends all that waits, until `send` refuses. */
  flush(): void
  /** Flushes; what is recorded afterwards is dropped. */
  close(): void
  /** Events dropped so far. */
  dropped(): number
}

/** Log lines may fill this share of the queue: a flood of them leaves room for runs and what befell the processes. */
const LOG_SHARE = 0.8

export function createCollector(options: CollectorOptions): Collector {
  const { send, flushMs = 100, maxBatch = 500, maxQueue = 10_000, now = Date.now } = options
  const maxLogs = Math.floor(maxQueue * LOG_SHARE)
  let queue: TelemetryEvent[] = []
  let counters: CountersEvent | undefined
  let timer: NodeJS.Timeout | undefined
  let dropped = 0
  let droppedReported = 0
  let isClosed = false

  /** One batch; false if nothing is left to send, or it was refused. */
  function sendBatch(): boolean {
    const batch = queue.slice(0, maxBatch)
    const taken = batch.length
    if (counters) batch.push(counters)
    if (dropped > droppedReported)
      batch.push({ type: 'dropped', at: now(), count: dropped - droppedReported })
    if (batch.length === 0 || !offer(batch)) return false
    queue = queue.slice(taken)
    counters = undefined
    return queue.length > 0
  }

  function offer(batch: TelemetryEvent[]): boolean {
    const reported = dropped
    try {
      if (send(batch) === false) return false
    } catch {
      // One event that cannot be encoded must not hold back the others for ever.
      if (!offerEncodable(batch)) return true
    }
    droppedReported = reported
    return true
  }

  function offerEncodable(batch: TelemetryEvent[]): boolean {
    const sound = batch.filter(isEncodable)
    dropped += batch.length - sound.length
    try {
      if (sound.length < batch.length && send(sound) !== false) return true
    } catch {
      // Not the events' fault: whoever owns the channel notices its end, telemetry does not add to it.
    }
    dropped += sound.length
    return false
  }

  function flush(): void {
    while (sendBatch());
  }

  function onTimer(): void {
    timer = undefined
    // A backlog goes out a batch per turn of the loop: encoding it whole would hold up requests.
    if (sendBatch()) schedule(0)
    else if (queue.length > 0 || counters) schedule(flushMs)
  }

  function schedule(delayMs: number): void {
    timer ??= setTimeout(onTimer, delayMs).unref()
  }

  return {
    record(event) {
      if (event.type === 'counters' && !isClosed) counters = event
      else if (isClosed || queue.length >= (event.type === 'log' ? maxLogs : maxQueue)) dropped++
      else queue.push(event)
      if (timer === undefined && !isClosed) schedule(flushMs)
    },
    flush,
    close() {
      if (isClosed) return
      isClosed = true
      clearTimeout(timer)
      flush()
    },
    dropped: () => dropped,
  }
}

function isEncodable(event: TelemetryEvent): boolean {
  try {
    JSON.stringify(event)
    return true
  } catch {
    return false
  }
}
