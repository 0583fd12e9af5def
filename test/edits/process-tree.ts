/** What a process and all that it has started take of the machine: memory, descriptors. Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

export interface TreeUse {
  /** Proportional set size: memory that several processes share counts once. Bytes. */
  readonly pss: number
  readonly processes: number
  readonly descriptors: number
}

export function useOfTree(pid: number): TreeUse {
  const pids = treeOf(pid)
  return {
    pss: sum(pids, pssOf),
    processes: pids.length,
    descriptors: sum(pids, descriptorsOf),
  }
}

/** The process first; those that end meanwhile are left out. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) && parentOf(name)
    if (parent) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const collect = (root: number): number[] => [root, ...(children.get(root) ?? []).flatMap(collect)]
  return collect(pid)
}

function parentOf(pid: string): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) || undefined
}

function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024
}

function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
