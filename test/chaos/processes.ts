/** The processes of a running project, found as an operator would: by who started whom. */
import { readFileSync } from 'node:fs'

export interface ProcessTree {
  readonly supervisor: number
  readonly apps: readonly number[]
  readonly workers: readonly number[]
}

/** @param supervisor the process that `motia start` became */
export function findTree(supervisor: number): ProcessTree {
  const apps = childrenOf(supervisor).filter((pid) => titleOf(pid).includes('app'))
  const workers = apps.flatMap(childrenOf).filter((pid) => titleOf(pid).includes('worker'))
  return { supervisor, apps, workers }
}

export function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was faster.
    }
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

/** Those that its main thread started. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
