/** Opens files with the driver that this process has: Node's SQLite, or libsql. Chosen once, when the first is opened. */
import type { Connect } from './connection.ts'
import { openLibsqlDriver } from './libsql-driver.ts'
import { openNodeDriver } from './node-driver.ts'

const DRIVERS = { node: openNodeDriver, libsql: openLibsqlDriver } as const
/** Which one is tried first. */
const ORDER = ['libsql', 'node'] as const

let chosen: Connect | undefined

/** @throws if there is no SQLite to be had at all */
export const connect: Connect = (path, options) => {
  chosen ??= choose(process.env.MOTIA_SQLITE_DRIVER)
  return chosen(path, options)
}

/** @param wanted `node` or `libsql`, for tests: that one or none */
function choose(wanted: string | undefined): Connect {
  if (wanted === 'node' || wanted === 'libsql') return DRIVERS[wanted]()
  const [first, second] = ORDER
  try {
    return DRIVERS[first]()
  } catch (error) {
    try {
      return DRIVERS[second]()
    } catch {
      throw error
    }
  }
}
