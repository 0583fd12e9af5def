/**
 * Reads the store and the telemetry file in a thread, so that a search never stops the supervisor's event loop: its
 * pings, its telemetry, its sockets. The thread is started by the first read, and again by the first after its death.
 */
import { ERRORS, type ErrorCode, MotiaError, motiaError } from '@motia/core/errors'
import {
  METHODS,
  type ReadError,
  type ReaderName,
  type Readers,
  type ReadingPaths,
  type ReadReply,
  type ReadRequest,
} from './methods.ts'
import { type ReadingThread, startReadingThread } from './thread-host.ts'

/** Both readers. Any read may be refused with `MOTIA_UNREADABLE`, which passes. */
export interface Reading extends Readers {
  /** Reads under way are refused. Resolves when the thread is gone. */
  close(): Promise<void>
}

/** Reads that wait; whoever asks for more is told to come back. */
const MAX_PENDING = 1_000

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** @param start tests bring their own */
export function openReading(paths: ReadingPaths, start = startReadingThread): Reading {
  const pending = new Map<number, Pending>()
  let thread: ReadingThread | undefined
  let isClosed = false
  let lastQ = 0

  const refuseAll = (cause: string) => {
    for (const { reject } of pending.values()) reject(unreadable(cause))
    pending.clear()
  }

  const begin = (): ReadingThread => {
    const started = start(paths)
    started.port.on('message', (reply: ReadReply) => {
      settle(pending, reply)
      if (pending.size === 0) started.port.unref() // an idle thread keeps no process alive
    })
    void started.ended.then((crash) => {
      started.port.close()
      if (thread !== started) return
      thread = undefined
      refuseAll(`the thread that reads has ended: ${crash?.message ?? 'by itself'}`)
    })
    return started
  }

  const ask = async (reader: ReaderName, method: string, args: readonly unknown[]): Promise<unknown> => {
    if (isClosed) throw unreadable('reading has ended')
    if (pending.size >= MAX_PENDING) throw unreadable(`${pending.size} reads are waiting already`)
    thread ??= begin()
    thread.port.ref()
    const q = ++lastQ
    thread.port.postMessage({ q, reader, method, args } satisfies ReadRequest)
    return new Promise((resolve, reject) => pending.set(q, { resolve, reject }))
  }

  return {
    ...toReaders(ask),
    async close() {
      isClosed = true
      const ending = thread
      thread = undefined
      ending?.end()
      refuseAll('reading has ended')
      await ending?.ended
    },
  }
}

type Ask = (reader: ReaderName, method: string, args: readonly unknown[]) => Promise<unknown>

/** Every method of the list as a request. */
function toReaders(ask: Ask): Readers {
  const toReader = (reader: ReaderName) =>
    Object.fromEntries(
      Object.keys(METHODS[reader]).map((method) => [
        method,
        (...args: readonly unknown[]) => ask(reader, method, args),
      ]),
    )
  return { runs: toReader('runs'), telemetry: toReader('telemetry') } as unknown as Readers
}

function settle(pending: Map<number, Pending>, reply: ReadReply): void {
  const asked = pending.get(reply.q)
  pending.delete(reply.q)
  if ('error' in reply) asked?.reject(fromReadError(reply.error))
  else asked?.resolve(reply.value)
}

function fromReadError({ name, message, code, hint = '', stack }: ReadError): Error {
  if (code !== undefined && Object.hasOwn(ERRORS, code))
    return new MotiaError(code as ErrorCode, message, hint)
  return Object.assign(new Error(message), { name, ...(stack !== undefined && { stack }) })
}

function unreadable(cause: string): Error {
  return motiaError('MOTIA_UNREADABLE', { cause })
}
