/**
 * Starts the thread of a store. Where the sources run as they are (tests), no thread can load them, so the loop runs
 * in the same thread behind the same channel: same messages, same order. So it does where one is not wanted. It opens
 * the store when it is sent the `ThreadOptions`.
 */
import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'

export interface ThreadHandle {
  readonly port: MessagePort
  /** Resolves when the thread is gone, with what it died of, if it did. */
  readonly ended: Promise<Error | undefined>
  /** Its event loop's idle and active time so far. */
  utilization(): EventLoopUtilization
}

const ENTRY = new URL('./thread.js', import.meta.url)
const isBuilt = import.meta.url.endsWith('.js')

export function startThread(isInPlace = false): ThreadHandle {
  const { port1: port, port2 } = new MessageChannel()
  return isBuilt && !isInPlace ? inThread(port, port2) : inPlace(port, port2)
}

function inThread(port: MessagePort, far: MessagePort): ThreadHandle {
  const worker = new Worker(ENTRY, {
    name: 'motia-store',
    workerData: { port: far },
    transferList: [far],
  })
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', () => resolve(undefined))
  })
  return { port, ended, utilization: () => worker.performance.eventLoopUtilization() }
}

function inPlace(port: MessagePort, far: MessagePort): ThreadHandle {
  const ended = new Promise<Error | undefined>((resolve) => {
    far.once('close', () => resolve(undefined))
    far.once('message', (options) => {
      import('./loop.ts').then(({ serve }) => serve(far, options)).then(() => void far.unref(), resolve)
    })
  })
  return { port, ended, utilization: () => performance.eventLoopUtilization() }
}
