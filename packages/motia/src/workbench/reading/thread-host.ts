/**
 * Starts the reading thread. Where the sources run as they are (tests), no thread can load them, so the loop runs in
 * the same thread behind the same channel.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { ReadingPaths } from './methods.ts'

export interface ReadingThread {
  /** Closing it ends the thread. */
  readonly port: MessagePort
  /** Resolves when the thread is gone, with what it died of, if it did. */
  readonly ended: Promise<Error | undefined>
}

const ENTRY = new URL('./thread.js', import.meta.url)
const isBuilt = import.meta.url.endsWith('.js')

export function startReadingThread(paths: ReadingPaths): ReadingThread {
  const { port1: port, port2: far } = new MessageChannel()
  return { port, ended: isBuilt ? runInThread(far, paths) : runInPlace(far, paths) }
}

/** Does not keep the process alive. */
function runInThread(far: MessagePort, paths: ReadingPaths): Promise<Error | undefined> {
  const worker = new Worker(ENTRY, {
    name: 'motia-reading',
    workerData: { port: far, paths },
    transferList: [far],
  })
  worker.unref()
  return new Promise((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', () => resolve(undefined))
  })
}

function runInPlace(far: MessagePort, paths: ReadingPaths): Promise<Error | undefined> {
  return new Promise((resolve) => {
    far.once('close', () => resolve(undefined))
    import('./loop.ts').then(({ serve }) => serve(far, paths)).catch(resolve)
  })
}
