/**
 * Frames between processes: a 32-bit big-endian length, then that many bytes of UTF-8 JSON holding an array of
 * messages. Messages of one turn of the event loop share a frame. Used by app ↔ worker (protocol.ts), supervisor ↔ app
 * and command line ↔ supervisor (control.ts).
 */
import type { Duplex } from 'node:stream'
import { motiaError } from '@motia/core/errors'

export interface Channel<Out> {
  /** Queued until the end of this turn of the event loop; ignored once closed. */
  send(message: Out): void
  /** Writes what is queued at once. */
  flush(): void
  /** After what was sent; `done` is called when that has left this process. */
  close(done?: () => void): void
  readonly isOpen: boolean
}

export interface ChannelEvents<In> {
  message(message: In): void
  /** The other side is gone, or broke the protocol (`cause`). Once. */
  closed(cause?: Error): void
}

/** Longer frames are refused: a payload of 10 MB fits many times. */
const MAX_FRAME_BYTES = 512 * 1024 * 1024
const HEADER_BYTES = 4

export function openChannel<In, Out>(stream: Duplex, events: ChannelEvents<In>): Channel<Out> {
  let queued: string[] = []
  let isOpen = true

  const end = (cause?: Error) => {
    if (!isOpen) return
    isOpen = false
    stream.destroy()
    events.closed(cause)
  }
  const flush = () => {
    if (queued.length === 0 || !isOpen) return
    stream.write(toFrame(queued))
    queued = []
  }
  const read = createFrameReader((body) => {
    for (const message of parseFrame(body) as In[]) if (isOpen) events.message(message)
  })

  stream.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch (error) {
      end(error as Error)
    }
  })
  stream.on('error', () => end()) // EPIPE and the like: the other side is gone
  stream.on('close', () => end())
  stream.on('end', () => end())

  return {
    send(message) {
      if (!isOpen) return
      if (queued.length === 0) setImmediate(flush)
      queued.push(JSON.stringify(message))
    },
    flush,
    close(done) {
      if (!isOpen) return done?.()
      flush()
      isOpen = false
      stream.end(done)
    },
    get isOpen() {
      return isOpen
    },
  }
}

function toFrame(messages: readonly string[]): Buffer {
  const body = `[${messages.join(',')}]`
  const length = Buffer.byteLength(body)
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length)
  frame.writeUInt32BE(length)
  frame.write(body, HEADER_BYTES, 'utf8')
  return frame
}

function parseFrame(body: string): unknown[] {
  let messages: unknown
  try {
    messages = JSON.parse(body)
  } catch (error) {
    throw motiaError('MOTIA_PROTOCOL', { what: `a frame holds no JSON: ${(error as Error).message}` })
  }
  if (!Array.isArray(messages)) throw motiaError('MOTIA_PROTOCOL', { what: 'a frame holds no array' })
  return messages
}

/** Cuts a byte stream into frames; keeps at most one unfinished frame, its chunks joined once. */
function createFrameReader(onBody: (body: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let have = 0
  let need = HEADER_BYTES
  return (chunk) => {
    chunks.push(chunk)
    have += chunk.length
    if (have < need) return
    let data = chunks.length === 1 ? chunk : Buffer.concat(chunks)
    while (data.length >= HEADER_BYTES) {
      const length = data.readUInt32BE()
      if (length > MAX_FRAME_BYTES) throw motiaError('MOTIA_PROTOCOL', { what: `a frame of ${length} bytes` })
      need = HEADER_BYTES + length
      if (data.length < need) break
      onBody(data.toString('utf8', HEADER_BYTES, need))
      data = data.subarray(need)
      need = HEADER_BYTES
    }
    chunks = data.length > 0 ? [data] : []
    have = data.length
  }
}
