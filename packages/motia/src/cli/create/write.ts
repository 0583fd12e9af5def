/** Writes a composed project: all of it or nothing. Called by command.ts. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { refused } from './create-error.ts'
import type { ProjectFiles } from './project.ts'

/**
 * Writes the files, never over one that is there already. It goes in one go of the event loop with Ctrl-C held off,
 * so that a project is not left half-written.
 * @throws CreateError with exit code 1 after removing whatever was written
 */
export function writeProject(path: string, files: ProjectFiles): void {
  const hold = () => {}
  process.on('SIGINT', hold)
  try {
    writeAll(path, files)
  } finally {
    process.off('SIGINT', hold)
  }
}

function writeAll(path: string, files: ProjectFiles): void {
  let undo = () => {}
  try {
    const made = mkdirSync(path, { recursive: true })
    const before = readdirSync(path)
    undo = () => (made ? remove(made) : removeNew(path, before))
    for (const [file, text] of files) {
      mkdirSync(dirname(join(path, file)), { recursive: true })
      writeFileSync(join(path, file), text, { flag: 'wx' })
    }
  } catch (error) {
    undo()
    throw refused(`The project could not be written: ${(error as Error).message}. Nothing was left behind.`)
  }
}

function removeNew(path: string, before: readonly string[]): void {
  for (const entry of readdirSync(path)) if (!before.includes(entry)) remove(join(path, entry))
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
