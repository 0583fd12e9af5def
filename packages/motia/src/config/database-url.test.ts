/** Which file a database URL means. */
import { describe, expect, it } from 'vitest'
import { parseDatabaseUrl } from './database-url.ts'

const parse = parseDatabaseUrl('/project')

describe('parseDatabaseUrl', () => {
  it.each([
    ['sqlite://./motia-dev.db', '/project/motia-dev.db'],
    ['sqlite://motia.db', '/project/motia.db'],
    ['sqlite:data/motia.db', '/project/data/motia.db'],
    ['sqlite://../motia.db', '/motia.db'],
    ['sqlite:///var/lib/motia.db', '/var/lib/motia.db'],
    ['file:./motia.db?mode=rwc', '/project/motia.db'],
    ['motia.db', '/project/motia.db'],
    ['/var/lib/motia.db', '/var/lib/motia.db'],
  ])('%s is %s', (url, path) => {
    expect(parse(url)).toEqual({ value: path })
  })

  it.each([
    ['postgres://db/x', 'Postgres is not yet supported by this version'],
    ['postgresql://db/x', 'Postgres is not yet supported by this version'],
    ['mysql://db/x', '"mysql" is no database that Motia knows'],
    ['sqlite::memory:', 'a database in memory would lose what it had accepted'],
    ['sqlite://', 'a database in memory would lose what it had accepted'],
  ])('%s is refused: %s', (url, reason) => {
    expect(parse(url)).toEqual({
      expected: `the URL of an SQLite file, such as "sqlite://./motia-dev.db": ${reason}`,
    })
  })
})
