/**
 * Opens files with the driver that this process has: Node's SQLite, which takes a fifth less of the processor, or libsql.
 * Chosen once, when the first is opened: locks of two copies of SQLite in one process would not see one another.
 */
import type { Connect } from './connection.ts'
import { openLibsqlDriver } from './libsql-driver.ts'
import { openNodeDriver } from './node-driver.ts'

const DRIVERS = { node: openNodeDriver, libsql: openLibsqlDriver } as const

let chosen: Connect | undefined

/** @throws if there is no SQLite to be had at all */
export const connect: Connect = (path, options) => {
  chosen ??= choose(process.env.MOTIA_SQLITE_DRIVER)
  return chosen(path, options)
}

/** @param wanted `node` or `libsql`, for tests: that one or none */
function choose(wanted: string | undefined): Connect {
  if (wanted === 'node' || wanted === 'libsql') return DRIVERS[wanted]()
  const reasons: string[] = []
  for (const open of [DRIVERS.node, DRIVERS.libsql]) {
    try {
      return open()
    } catch (error) {
      reasons.push((error as Error).message.split('\n', 1)[0] as string)
    }
  }
  throw new Error(`there is no SQLite: ${reasons.join('; ')}. Take Node 22.16 or later`)
}
