/**
 * The thread's side of a store: opens the database, then takes everything that has arrived, runs it as one batch and
 * answers in order. Runs in a thread of its own (thread.ts), or behind a channel in the same thread (thread-host.ts).
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { createBatches, type Request } from './batch.ts'
import { type Database, MEMORY, openDatabase } from './database.ts'
import { type ErrorData, toErrorData } from './errors.ts'
import { acquireLock, type StoreLock } from './lock.ts'
import type { Requests, Verb } from './verbs.ts'

/** Requests in one transaction, so that the first of a flood need not wait for the last. */
const MAX_BATCH = 512

export interface ThreadOptions {
  readonly path: string
  /** Written into the owner file. */
  readonly project: string
  readonly lockWaitMs: number
}

/** The first message of the thread: whether the store is open. Every later one is a `Replies`. */
export interface Opened {
  readonly error?: ErrorData
}

type Message = Requests | 'close'

/** Ends when `close` arrives instead of requests, or, if it could not open, with the other end of the port. */
export async function serve(port: MessagePort, options: ThreadOptions): Promise<void> {
  const opened = await open(options).catch((error: unknown) => {
    port.postMessage({ error: toErrorData(error) } satisfies Opened)
  })
  if (!opened) return
  const { database, lock } = opened
  const run = createBatches(database)
  const close = () => {
    database.close()
    lock?.release()
    port.close()
  }
  port.on('message', (first: Message) => {
    let message: Message | undefined = first
    while (Array.isArray(message)) {
      const requests: Request[] = []
      for (; Array.isArray(message); message = receive(port)) unpack(message, requests)
      for (let from = 0; from < requests.length; from += MAX_BATCH) {
        port.postMessage(run(requests.slice(from, from + MAX_BATCH)))
      }
    }
    if (message === 'close') close()
  })
  port.postMessage({} satisfies Opened)
}

async function open(options: ThreadOptions): Promise<{ database: Database; lock: StoreLock | undefined }> {
  const { path, project, lockWaitMs } = options
  if (path === MEMORY) return { database: openDatabase(path), lock: undefined }
  mkdirSync(dirname(path), { recursive: true })
  const lock = await acquireLock(path, project, lockWaitMs)
  try {
    return { database: openDatabase(path), lock }
  } catch (error) {
    lock.release()
    throw error
  }
}

function receive(port: MessagePort): Message | undefined {
  return receiveMessageOnPort(port)?.message
}

function unpack(packed: Requests, requests: Request[]): void {
  for (let at = 0; at < packed.length; at += 2) {
    requests.push({ verb: packed[at] as Verb, args: packed[at + 1] as readonly unknown[] })
  }
}
