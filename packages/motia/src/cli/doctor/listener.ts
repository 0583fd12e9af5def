/** Which process listens on a port, as far as this user may know: by /proc on Linux, else by lsof. server.ts asks. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const PATIENCE_MS = 3000
/** `st` of a socket that listens, in /proc/net/tcp. */
const LISTENING = '0A'

/** `node (pid 4711)`; `undefined` if it cannot be told. */
export async function findListener(port: number): Promise<string | undefined> {
  const pid = process.platform === 'linux' ? findInProc(port) : await askLsof(port)
  return pid === undefined ? undefined : `${nameOf(pid)}pid ${pid}`
}

function findInProc(port: number): number | undefined {
  const inodes = new Set(['tcp', 'tcp6'].flatMap((table) => inodesOf(readText(`/proc/net/${table}`), port)))
  if (inodes.size === 0) return undefined
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).find((pid) => socketsOf(pid).some((inode) => inodes.has(inode)))
}

/** Pure. Of the sockets in a table of /proc/net that listen on the port. */
export function inodesOf(table: string, port: number): string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    const isOurs = state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port
    return isOurs && inode !== undefined ? [inode] : []
  })
}

/** Nothing of another user's process, or one that is gone. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`
  return listFolder(folder).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readLink(`${folder}/${fd}`))?.[1] ?? [])
}

function askLsof(port: number): Promise<number | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']
  return new Promise((resolve) => {
    execFile('lsof', args, { timeout: PATIENCE_MS }, (_error, stdout) => {
      const pid = Number.parseInt(stdout, 10)
      resolve(Number.isNaN(pid) ? undefined : pid)
    })
  })
}

function nameOf(pid: number): string {
  const name = readText(`/proc/${pid}/comm`).trim()
  return name === '' ? '' : `${name}, `
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // closed meanwhile
  }
}
