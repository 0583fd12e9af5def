/** Whether the database can be read and written, fits this version of Motia, and is nobody else's. */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { connect } from '../../sqlite/connect.ts'
import { acquireLock } from '../../stores/sqlite/lock.ts'
import { findSchema } from '../../stores/sqlite/migrate.ts'
import { isAnswered } from '../../wire/control-client.ts'
import { findControlPath } from '../../wire/control-path.ts'
import { type Check, failing, ok } from './finding.ts'

const BUSY_MS = 1000

/** Of a server that runs here it is the server's; another process that has it keeps every server from starting. */
export const checkLock: Check = async ({ root, config }) => {
  const { path } = config.database
  if (!existsSync(`${path}.owner`) || (await isAnswered(findControlPath(root)))) return []
  try {
    const lock = await acquireLock(path, root, 0)
    lock.release()
    return [] // what names an owner was left by one that was killed
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'MOTIA_STORE_BUSY') throw error
    return [
      failing((error as Error).message, 'End that server, or name another database for one of the two.'),
    ]
  }
}

export const checkDatabase: Check = ({ root, config }) => {
  const { path } = config.database
  const within = relative(root, path)
  const shown = within.startsWith('..') ? path : within
  const place = nearestThere(path)
  if (!isWritable(place))
    return [failing(`the database ${shown} cannot be written`, `Let this user write to ${place}.`)]
  if (!existsSync(path)) return [ok(`database ${shown}, made when a server starts`)]
  try {
    const { found, known } = readSchema(path)
    if (found > known) {
      const message = `the database ${shown} is of a newer Motia: schema ${found}, and this one knows ${known}`
      return [failing(message, 'Upgrade motia, or name another database.')]
    }
    const state =
      found < known ? `schema ${found}, raised to ${known} when a server starts` : `schema ${found}`
    return [ok(`database ${shown}, ${toMegabytes(statSync(path).size)}, ${state}`)]
  } catch (error) {
    const message = `the database ${shown} cannot be read: ${(error as Error).message}`
    return [failing(message, 'Move it aside, or name another: --database, DATABASE_URL or `database.url`.')]
  }
}

function readSchema(path: string): { readonly found: number; readonly known: number } {
  const db = connect(path, { readonly: true, busyMs: BUSY_MS })
  try {
    return findSchema(db)
  } finally {
    db.close()
  }
}

/** The file, or the first folder above it that is there. */
function nearestThere(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestThere(dirname(path))
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
