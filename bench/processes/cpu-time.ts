/** The processor time that a process and its descendants have used, from /proc; NaN where there is none. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in these, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100

interface Times {
  readonly parent: number
  readonly ticks: number
}

/** Of the processes that live now: take it before they end. */
export function cpuSecondsOf(pids: readonly number[]): number {
  const all = readAll()
  if (all.size === 0) return Number.NaN
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent
    return pids.includes(pid) || (parent !== undefined && isOurs(parent))
  }
  let ticks = 0
  for (const [pid, times] of all) if (isOurs(pid)) ticks += times.ticks
  return ticks / TICKS_PER_SECOND
}

/** Of a process without its descendants. */
export function ownCpuSecondsOf(pid: number): number {
  const times = readTimes(String(pid))
  return times ? times.ticks / TICKS_PER_SECOND : Number.NaN
}

function readAll(): Map<number, Times> {
  const all = new Map<number, Times>()
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const times = /^\d+$/.test(name) ? readTimes(name) : undefined
    if (times) all.set(Number(name), times)
  }
  return all
}

/** `undefined` if the process ended meanwhile. */
function readTimes(pid: string): Times | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold anything; what follows it begins with the state and the parent.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return undefined
  }
}
