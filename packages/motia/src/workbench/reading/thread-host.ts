/**
 * Starts the reading thread. Where the sources run as they are (tests), no thread can load them, so the loop runs in
 * the same thread behind the same channel.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { ReadingPaths } from './methods.ts'

export interface ReadingThread {
  readonly port: MessagePort
  /** Resolves when the thread is gone, with what it died of, if it did. */
  readonly ended: Promise<Error | undefined>
  /**
   * Closes the port, which ends the thread, and keeps the process alive until it is gone: a thread that is cut off while
   * libsql opens or reads a file takes the whole process with it, by SIGABRT.
   */
  end(): void
}

const ENTRY = new URL('./thread.js', import.meta.url)
const isBuilt = import.meta.url.endsWith('.js')

export function startReadingThread(paths: ReadingPaths): ReadingThread {
  const { port1: port, port2: far } = new MessageChannel()
  return isBuilt ? runInThread(port, far, paths) : runInPlace(port, far, paths)
}

/** Does not keep the process alive but by requests. */
function runInThread(port: MessagePort, far: MessagePort, paths: ReadingPaths): ReadingThread {
  const worker = new Worker(ENTRY, {
    name: 'motia-reading',
    workerData: { port: far, paths },
    transferList: [far],
  })
  worker.unref()
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', () => resolve(undefined))
  })
  const end = () => {
    port.close()
    worker.ref()
  }
  return { port, ended, end }
}

function runInPlace(port: MessagePort, far: MessagePort, paths: ReadingPaths): ReadingThread {
  const ended = new Promise<Error | undefined>((resolve) => {
    far.once('close', () => resolve(undefined))
    import('./loop.ts').then(({ serve }) => serve(far, paths)).catch(resolve)
  })
  return { port, ended, end: () => port.close() }
}
