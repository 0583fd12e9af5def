/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): an answer that a handler makes
 * of whatever yields events. It is a stream of text like any other; the API server keeps it alive while it is silent.
 */
import { encodeJson } from './json.ts'
import { type Response, response } from './outcome.ts'

/** One event. `data` that is no text is sent as JSON. */
export interface ServerSentEvent {
  readonly data?: unknown
  /** The type that listeners of the client listen to; `message` if there is none. */
  readonly event?: string
  /** What a client that comes back sends as `last-event-id`. */
  readonly id?: string | number
  /** Milliseconds that a client waits before it comes back. */
  readonly retry?: number
}

/** What events come from: an async generator, or a function that makes one. A text is an event's data. */
export type EventSource =
  | AsyncIterable<ServerSentEvent | string>
  | (() => AsyncIterable<ServerSentEvent | string>)

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no', // nginx would keep events until they are many
}

/** Answers with events as they come, until the source ends or the client goes: then a generator's `finally` runs. */
export function sse(source: EventSource, headers: Response['headers'] = {}): Response {
  const events = typeof source === 'function' ? source() : source
  const iterator = events[Symbol.asyncIterator]()
  const body = {
    [Symbol.asyncIterator]: () => body,
    async next() {
      const { done, value } = await iterator.next()
      return done ? { done, value: undefined } : { done: false, value: encodeEvent(value) }
    },
    return: () => iterator.return?.(), // not behind a `next` that may never come back
  }
  return response(200, body, { ...HEADERS, ...headers })
}

/** An event as it is sent. @throws `MOTIA_PAYLOAD` if its data is nothing that JSON can carry */
export function encodeEvent(event: ServerSentEvent | string): string {
  const { data, event: type, id, retry } = typeof event === 'string' ? { data: event } : event
  let text = ''
  if (type !== undefined) text += `event: ${onOneLine(type)}\n`
  if (id !== undefined) text += `id: ${onOneLine(String(id))}\n`
  if (retry !== undefined) text += `retry: ${Math.max(0, Math.round(retry))}\n`
  if (data !== undefined) {
    const lines = typeof data === 'string' ? data.split(/\r\n|\r|\n/) : [encodeJson(data, 'data of an event')]
    for (const line of lines) text += `data: ${line}\n`
  }
  return `${text}\n`
}

/** A line break would begin another field. The standard ignores ids that hold a NUL. */
function onOneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ')
}
