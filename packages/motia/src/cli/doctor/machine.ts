/** Whether the machine has what a server needs: a Node that will do, space, watches, open files. */
import { readFileSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Check, type Finding, failing, ok, warning } from './finding.ts'

const MB = 1024 * 1024
const GB = 1024 * MB
const LEAST_SPACE = 100 * MB
const LITTLE_SPACE = GB
const ENOUGH_WATCHES = 8192
const ENOUGH_INSTANCES = 64
const ENOUGH_FILES = 1024

/** bin.ts has refused one that is too old. */
export const checkNode: Check = () => [
  ok(`Node.js ${process.versions.node}, ${process.platform} ${process.arch}`),
]

/** Of the disks that the project and its database are on. */
export const checkSpace: Check = ({ root, config }) => {
  const folders = new Set([root, dirname(config.database.path)])
  const least = [...folders].flatMap((folder) => freeBytes(folder) ?? []).sort((a, b) => a - b)[0]
  return least === undefined ? [] : [judgeSpace(least)]
}

/** Pure. @param free bytes */
export function judgeSpace(free: number): Finding {
  const shown = free >= GB ? `${(free / GB).toFixed(1)} GB` : `${Math.floor(free / MB)} MB`
  const fix = 'Free some space: runs, state and logs are written to it.'
  if (free < LEAST_SPACE) return failing(`only ${shown} left on the disk`, fix)
  return free < LITTLE_SPACE
    ? warning(`only ${shown} left on the disk`, fix)
    : ok(`${shown} free on the disk`)
}

/** Of Linux: other systems watch folders without limits of that kind. */
export const checkWatches: Check = () => {
  const watches = readLimit('max_user_watches')
  const instances = readLimit('max_user_instances')
  return watches === undefined || instances === undefined ? [] : [judgeWatches(watches, instances)]
}

/** Pure. */
export function judgeWatches(watches: number, instances: number): Finding {
  if (watches < ENOUGH_WATCHES)
    return warning(
      `the system watches no more than ${watches} files: changes may go unnoticed`,
      'sudo sysctl fs.inotify.max_user_watches=524288',
    )
  if (instances < ENOUGH_INSTANCES)
    return warning(
      `the system allows no more than ${instances} watchers: changes may go unnoticed`,
      'sudo sysctl fs.inotify.max_user_instances=512',
    )
  return ok(`${watches} files can be watched`)
}

/** Each connection and each worker takes some. */
export const checkOpenFiles: Check = () => {
  const report = process.report?.getReport() as
    | { userLimits?: { open_files?: { soft: unknown } } }
    | undefined
  const soft = Number(report?.userLimits?.open_files?.soft)
  if (Number.isNaN(soft)) return [] // unlimited, or of a system that does not tell
  return [
    soft < ENOUGH_FILES
      ? warning(`this shell allows no more than ${soft} open files`, `ulimit -n ${ENOUGH_FILES * 4}`)
      : ok(`${soft} files can be open`),
  ]
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return undefined // a folder that is not there yet
  }
}

function readLimit(name: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/sys/fs/inotify/${name}`, 'utf8'))
  } catch {
    return undefined
  }
}
