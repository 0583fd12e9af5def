/**
 * The process groups of an app and its workers, so that none outlives the app: what a step spawned ends with it.
 * app-process.ts keeps one for each app process.
 */
export interface WorkerGroups {
  add(pid: number): void
  remove(pid: number): void
  /** SIGKILL to all that are left. */
  killAll(): void
}

export function createWorkerGroups(): WorkerGroups {
  const pids = new Set<number>()
  return {
    add: (pid) => pids.add(pid),
    remove: (pid) => pids.delete(pid),
    killAll() {
      for (const pid of pids) killGroup(pid)
      pids.clear()
    },
  }
}

/** SIGKILL to the group that the process leads, or to it alone if it leads none. Gone already is fine. */
export function killGroup(pid: number): void {
  if (!trySignal(-pid)) trySignal(pid)
}

function trySignal(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false // ESRCH: nobody left
  }
}
