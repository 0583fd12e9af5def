/**
 * What a spare app gets ready before it knows its project, so that a reload need not wait for it: the packages that the
 * project loads, a worker that has loaded them, too, the store's thread, a server. app.ts makes one; open-app.ts takes
 * what is there, or nothing.
 */
import { join } from 'node:path'
import { LOADER, type Manifest } from '../discovery/manifest.ts'
import { nodeCommand } from '../runtimes/node/launch.ts'
import { type EnvReads, preload } from '../runtimes/node/preload.ts'
import { SpareWorker } from '../runtimes/spare-worker.ts'
import { startThread, type ThreadHandle } from '../stores/sqlite/thread-host.ts'
import { warmServer } from './warm-server.ts'

export interface Warmth {
  /** @param manifest of the project as it is now; resolves to what its packages have read of the environment */
  begin(manifest: Manifest): Promise<EnvReads>
  /** Resolves when nothing more is loaded ahead. */
  readonly settled: Promise<unknown>
  /** Once, unless it no longer fits. */
  takeWorker(): SpareWorker | undefined
  /** Once. */
  takeThread(): ThreadHandle | undefined
}

/** @param onWorker hears of the process group, which is to end with this process */
export function createWarmth(onWorker: (pid: number, isAlive: boolean) => void): Warmth {
  let worker: SpareWorker | undefined
  let thread: ThreadHandle | undefined
  let settled: Promise<unknown> = Promise.resolve()

  async function warm({ buildDir, packages }: Manifest): Promise<EnvReads> {
    const loader = join(buildDir, LOADER)
    const { app = [], worker: ofWorker = [] } = packages ?? {}
    const command = nodeCommand(process.cwd(), { ...process.env }, { loader, packages: ofWorker })
    worker = new SpareWorker(command)
    if (worker.child.pid > 0) onWorker(worker.child.pid, true)
    thread = startThread()
    const reads = await preload({ loader, packages: app })
    await warmServer()
    return reads
  }

  return {
    begin(manifest) {
      const warming = warm(manifest)
      settled = warming.catch(() => {})
      return warming
    },
    get settled() {
      return settled
    },
    takeWorker() {
      const taken = worker
      worker = undefined
      if (!taken || taken.fits(process.env)) return taken
      taken.child.kill()
      onWorker(taken.child.pid, false)
      return undefined
    },
    takeThread() {
      const taken = thread
      thread = undefined
      return taken
    },
  }
}
