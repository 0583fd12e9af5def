/**
 * What happens, as Server-Sent Events (WHATWG HTML, 9.2): telemetry, the project's pulse, how the app fares. It goes out
 * within a fifth of a second to everyone who listens; who reads too slowly, or looks at a flood, is told how many events
 * were left out. server.ts makes one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TelemetryEvent } from '@motia/core/events'
import { redactEvent } from '../../observability/redact.ts'
import { Refusal } from '../refusal.ts'
import type { WireDropped } from '../wire/live.ts'
import { createStates, type StateSources } from './states.ts'

export interface Live {
  take(events: readonly TelemetryEvent[]): void
  /** Answers with the stream. @throws Refusal 503 when too many listen */
  listen(request: IncomingMessage, response: ServerResponse): void
  /** Ends all streams. */
  close(): void
}

export interface LiveOptions extends StateSources {
  readonly flushMs?: number
  readonly heartbeatMs?: number
  readonly pulseMs?: number
}

interface Listener {
  readonly response: ServerResponse
  waiting: string[]
  dropped: number
  /** By name: only the latest of each counts, and none is left out. */
  readonly states: Map<string, string>
}

const FLUSH_MS = 200
const HEARTBEAT_MS = 15_000
const PULSE_MS = 1_000
const MAX_LISTENERS = 50
/** Events that wait for a listener; also what one flush sends. */
const MAX_WAITING = 200
/** Bytes that the connection of a listener may hold back. */
const MAX_UNSENT = 256 * 1024
/** Events kept for those who come back. */
const MAX_RECENT = 500

interface Numbered {
  readonly id: number
  readonly event: TelemetryEvent
}

export function createLive(options: LiveOptions = {}): Live {
  const { flushMs = FLUSH_MS, heartbeatMs = HEARTBEAT_MS, pulseMs = PULSE_MS } = options
  const listeners = new Set<Listener>()
  let recent: Numbered[] = []
  let lastId = 0
  let timers: NodeJS.Timeout[] = []
  const states = createStates(options, (name, data) => {
    for (const listener of listeners) listener.states.set(name, data)
  })

  function start(): void {
    if (timers.length > 0) return
    const flushAll = () => {
      states.checkApp()
      for (const listener of listeners) flush(listener)
    }
    const beat = () => {
      for (const { response } of listeners) if (response.writableLength === 0) response.write(':\n\n')
    }
    timers = [
      setInterval(flushAll, flushMs).unref(),
      setInterval(beat, heartbeatMs).unref(),
      setInterval(() => void states.checkPulse(), pulseMs).unref(),
    ]
  }

  function stop(): void {
    for (const timer of timers) clearInterval(timer)
    timers = []
  }

  function leave(listener: Listener): void {
    listeners.delete(listener)
    if (listeners.size === 0) stop()
  }

  return {
    take(events) {
      const numbered = events.map((event) => ({ id: ++lastId, event: redactEvent(event) }))
      recent = [...recent, ...numbered].slice(-MAX_RECENT)
      if (listeners.size === 0) return
      const encoded = numbered.slice(-MAX_WAITING).map(encode)
      for (const listener of listeners) push(listener, encoded, numbered.length - encoded.length)
    },
    listen(request, response) {
      if (listeners.size >= MAX_LISTENERS) throw new Refusal(503, 'too many are listening already')
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 1000\n\n')
      const listener: Listener = { response, waiting: [], dropped: 0, states: new Map() }
      push(listener, missedSince(request.headers['last-event-id'], recent, lastId).map(encode), 0)
      listeners.add(listener)
      response.once('close', () => leave(listener))
      start()
      states.again()
      void states.checkPulse()
    },
    close() {
      for (const { response } of listeners) response.end()
      listeners.clear()
      stop()
    },
  }
}

/** Nothing for who comes for the first time, or with an id that another server gave. */
function missedSince(
  header: string | string[] | undefined,
  recent: readonly Numbered[],
  lastId: number,
): Numbered[] {
  const seen = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : lastId
  return seen > lastId ? [] : recent.filter(({ id }) => id > seen)
}

function push(listener: Listener, encoded: readonly string[], droppedBefore: number): void {
  const waiting = [...listener.waiting, ...encoded]
  listener.waiting = waiting.slice(-MAX_WAITING)
  listener.dropped += droppedBefore + waiting.length - listener.waiting.length
}

function flush(listener: Listener): void {
  const { response, waiting, dropped, states } = listener
  const isIdle = waiting.length === 0 && dropped === 0 && states.size === 0
  if (isIdle || response.writableLength > MAX_UNSENT) return
  const told: WireDropped = { count: dropped }
  const notice = dropped > 0 ? `event: dropped\ndata: ${JSON.stringify(told)}\n\n` : ''
  const state = [...states].map(([name, data]) => `event: ${name}\ndata: ${data}\n\n`)
  listener.waiting = []
  listener.dropped = 0
  states.clear()
  response.write(state.join('') + notice + waiting.join(''))
}

function encode({ id, event }: Numbered): string {
  return `id: ${id}\nevent: telemetry\ndata: ${JSON.stringify(event)}\n\n`
}
