/** Puts a telemetry file that cannot be used out of the way, where someone may look at it. file.ts calls it. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Renames the file and its log, and removes what was put aside before: telemetry is bounded. Returns the new name. */
export function setAside(path: string, nowMs: number): string {
  const folder = dirname(path)
  const prefix = `${basename(path)}.corrupt-`
  for (const name of readdirSync(folder))
    if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true })
  const name = prefix + new Date(nowMs).toISOString().replace(/[:.]/g, '-')
  renameSync(path, join(folder, name))
  // The log of the old file would be replayed into the new one.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, join(folder, `${name}-wal`))
  rmSync(`${path}-shm`, { force: true })
  return name
}
