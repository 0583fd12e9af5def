/**
 * What a spare app gets ready before it knows its project, so that a reload need not wait for it: a Node worker, and
 * the store's thread. app.ts makes one; open-app.ts takes what is there, or nothing.
 */
import { nodeCommand } from '../runtimes/node/launch.ts'
import { WorkerChild } from '../runtimes/worker-child.ts'
import { startThread, type ThreadHandle } from '../stores/sqlite/thread-host.ts'

export interface Warmth {
  /** Starts what can be started. */
  begin(): void
  /** Once. */
  takeWorker(): WorkerChild | undefined
  /** Once. */
  takeThread(): ThreadHandle | undefined
}

/** @param onWorker hears of the process group, which is to end with this process */
export function createWarmth(onWorker: (pid: number, isAlive: boolean) => void): Warmth {
  let worker: WorkerChild | undefined
  let thread: ThreadHandle | undefined
  return {
    begin() {
      worker = new WorkerChild(nodeCommand(process.cwd(), { ...process.env }))
      if (worker.pid > 0) onWorker(worker.pid, true)
      thread = startThread()
    },
    takeWorker() {
      const taken = worker
      worker = undefined
      return taken && taken.pid > 0 && !taken.isExiting ? taken : undefined
    },
    takeThread() {
      const taken = thread
      thread = undefined
      return taken
    },
  }
}
