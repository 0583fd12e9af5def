/** Brings a database to the schema of this version: numbered SQL files, each applied once, in order. */
import { readdirSync, readFileSync } from 'node:fs'
import { motiaError } from '@motia/core/errors'
import type { Connection } from '../../sqlite/connection.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

interface Migration {
  readonly version: number
  readonly name: string
}

/** Applies what is missing. @throws `MOTIA_STORE_VERSION` when a newer version was here */
export function migrate(db: Connection, path: string, now: number): void {
  db.exec(`CREATE TABLE IF NOT EXISTS migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)`)
  const found = schemaVersion(db)
  const migrations = listMigrations()
  refuseNewer(found, path, migrations)
  const note = db.prepare('INSERT INTO migrations VALUES (?, ?, ?)')
  for (const { version, name } of migrations) {
    if (version <= found) continue
    db.exec(`BEGIN IMMEDIATE; ${readFileSync(new URL(name, FOLDER), 'utf8')}`)
    note.run([version, name, now])
    db.exec('COMMIT')
  }
}

/** For readers: whether the tables are there. @throws `MOTIA_STORE_VERSION` */
export function isMigrated(db: Connection, path: string): boolean {
  const { found } = findSchema(db)
  const migrations = listMigrations()
  refuseNewer(found, path, migrations)
  return found === migrations.length
}

/** The version of the schema that is there, 0 for none, and the one that this Motia makes. */
export function findSchema(db: Connection): { readonly found: number; readonly known: number } {
  const table = db.prepare<[number]>("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").get([])
  return { found: table ? schemaVersion(db) : 0, known: listMigrations().at(-1)?.version ?? 0 }
}

function schemaVersion(db: Connection): number {
  return db.prepare<[number]>('SELECT coalesce(max(version), 0) FROM migrations').get([])?.[0] ?? 0
}

function refuseNewer(found: number, path: string, migrations: readonly Migration[]): void {
  const known = migrations.at(-1)?.version ?? 0
  if (found > known) throw motiaError('MOTIA_STORE_VERSION', { path, found, known })
}

function listMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), name }))
}
