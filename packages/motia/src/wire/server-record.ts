/**
 * `.motia/server.json`: which server runs in a project, or ran last. The supervisor writes it; reading commands learn
 * from it which mode's files to read, messages say where the server answers.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { motiaFolder } from './control-path.ts'

export interface ServerRecord {
  readonly pid: number
  readonly mode: 'development' | 'production'
  readonly apiUrl: string
  readonly workbenchUrl?: string
  /** The supervisor, whatever was loaded since. In ms. */
  readonly startedAt: number
}

/** The folder has to exist. */
export function writeServerRecord(root: string, record: ServerRecord): void {
  writeFileSync(recordPath(root), `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 })
}

/** `undefined` if none ever ran here, or what is there is none of ours. */
export function readServerRecord(root: string): ServerRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(recordPath(root), 'utf8'))
    return record.mode === 'development' || record.mode === 'production' ? record : undefined
  } catch {
    return undefined
  }
}

function recordPath(root: string): string {
  return join(motiaFolder(root), 'server.json')
}
