/**
 * The load generator: keep-alive connections, one request in flight on each, the same bytes again and again. It sends
 * an exact number of requests or stops sending after a time, and always waits for the last answer, so that counters
 * of the server can be compared with it. Runs in the process of the benchmark, which has nothing else to do.
 */
import { connect } from 'node:net'
import { percentile } from './statistics.ts'

/** Where, what and how much. */
export interface LoadOptions {
  readonly port: number
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly connections: number
  readonly amount: { readonly requests: number } | { readonly seconds: number }
}

/** What was answered, all with a status below 300. Latencies are of whole answers. */
export interface LoadResult {
  readonly requests: number
  readonly seconds: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const HOST = '127.0.0.1'

/** Throws at the first answer that is no success. */
export async function loadHttp(options: LoadOptions): Promise<LoadResult> {
  const { amount, connections } = options
  const bytes = toBytes(options)
  const latencies: number[] = []
  const beganAt = performance.now()
  const endAt = 'seconds' in amount ? beganAt + amount.seconds * 1000 : Number.POSITIVE_INFINITY
  let left = 'requests' in amount ? amount.requests : Number.POSITIVE_INFINITY
  const mayGoOn = (now: number) => now < endAt && left-- > 0
  const noteMs = (latencyMs: number) => latencies.push(latencyMs)
  await Promise.all(
    Array.from({ length: connections }, () => loadConnection(options.port, bytes, mayGoOn, noteMs)),
  )
  const seconds = (performance.now() - beganAt) / 1000
  return {
    requests: latencies.length,
    seconds,
    requestsPerSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
  }
}

function loadConnection(
  port: number,
  request: Buffer,
  mayGoOn: (now: number) => boolean,
  noteMs: (latencyMs: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: HOST, noDelay: true })
    let sentAt = 0
    let received = ''
    const sendNext = (now: number) => {
      sentAt = now
      if (mayGoOn(now)) socket.write(request)
      else socket.end()
    }
    socket.setEncoding('latin1')
    socket.on('connect', () => sendNext(performance.now()))
    socket.on('data', (chunk: string) => {
      received = received === '' ? chunk : received + chunk
      if (!isWhole(received)) return
      const now = performance.now()
      if (received.startsWith('HTTP/1.1 2')) {
        received = ''
        noteMs(now - sentAt)
        sendNext(now)
      } else socket.destroy(new Error(`no success:\n${received}`))
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

/** Only one answer can be under way on a connection. */
function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
  if (length === undefined && !text.startsWith('204', 9)) throw new Error(`no length in:\n${text}`)
  return text.length >= headEnd + 4 + Number(length ?? 0)
}

function toBytes({ method, path, body }: LoadOptions): Buffer {
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${HOST}\r\n`
  if (body === undefined) return Buffer.from(`${head}\r\n`)
  const json = JSON.stringify(body)
  const length = Buffer.byteLength(json)
  return Buffer.from(`${head}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${json}`)
}
