/** Reads `database.url`: which file holds what must survive. Used by settings.ts. */
import { isAbsolute, resolve } from 'node:path'
import type { Parse } from './parsers.ts'

const EXPECTED = 'the URL of an SQLite file, such as "sqlite://./motia-dev.db"'

/**
 * `sqlite://./motia-dev.db`, `sqlite:///var/lib/motia.db`, `file:…` or a plain path; relative ones begin at the
 * project's root. The value is absolute.
 */
export function parseDatabaseUrl(root: string): Parse<string> {
  return (raw) => {
    if (typeof raw !== 'string' || raw.trim() === '') return { expected: EXPECTED }
    const url = raw.trim()
    const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase()
    if (scheme === 'postgres' || scheme === 'postgresql') {
      return { expected: `${EXPECTED}: Postgres is not yet supported by this version` }
    }
    if (scheme !== undefined && scheme !== 'sqlite' && scheme !== 'file') {
      return { expected: `${EXPECTED}: "${scheme}" is no database that Motia knows` }
    }
    const path = url.replace(/^(sqlite|file):(\/\/)?/i, '').replace(/\?.*$/, '')
    if (path === '' || path === ':memory:') {
      return { expected: `${EXPECTED}: a database in memory would lose what it had accepted` }
    }
    return { value: isAbsolute(path) ? path : resolve(root, path) }
  }
}
