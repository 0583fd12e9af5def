/**
 * Proof of life: `<path>.lock`, held exclusively by SQLite's own locks for as long as the store is open. The operating
 * system releases it however the process ends. Who holds it is written beside it, in `<path>.owner`, for messages
 * only: opening the lock file itself by other means would release it (POSIX locks belong to the process).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { motiaError } from '@motia/core/errors'
import { connect } from '../../sqlite/connect.ts'
import type { Connection } from '../../sqlite/connection.ts'

const RETRY_MS = 20

export interface StoreLock {
  release(): void
}

/** @param waitMs how long to wait for another holder to let go @throws `MOTIA_STORE_BUSY` naming it */
export async function acquireLock(path: string, project: string, waitMs: number): Promise<StoreLock> {
  const deadline = Date.now() + waitMs
  mkdirSync(dirname(path), { recursive: true })
  const db = connect(`${path}.lock`, { busyMs: 0 })
  while (!tryLock(db)) {
    if (Date.now() >= deadline) {
      db.close()
      throw motiaError('MOTIA_STORE_BUSY', { path, owner: readOwner(path) })
    }
    await sleep(RETRY_MS)
  }
  writeOwner(path, project)
  return {
    release: () => {
      rmSync(`${path}.owner`, { force: true })
      db.exec('ROLLBACK')
      db.close()
    },
  }
}

function tryLock(db: Connection): boolean {
  try {
    // only `exec`: a prepared statement would keep libsql from closing, and the lock held
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return false
    throw error
  }
}

function writeOwner(path: string, project: string): void {
  try {
    writeFileSync(`${path}.owner`, `pid ${pid}\nproject ${project}\nsince ${new Date().toISOString()}\n`)
  } catch {
    // a message that names nobody is no reason not to start
  }
}

function readOwner(path: string): string {
  try {
    return ` (${readFileSync(`${path}.owner`, 'utf8').trim().split('\n').join(', ')})`
  } catch {
    return ''
  }
}
