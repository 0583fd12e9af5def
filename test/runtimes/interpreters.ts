/** The Pythons of this machine: those of pyenv, and those on PATH by the name of their version. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Interpreter {
  /** `3.8`. */
  readonly version: string
  /** A path, or a name on PATH. */
  readonly command: string
}

/** Those that Motia runs with. */
const VERSIONS = [8, 9, 10, 11, 12, 13].map((minor) => `3.${minor}`)

export function findPythons(): Interpreter[] {
  const folder = join(homedir(), '.pyenv/versions')
  return VERSIONS.flatMap((version) => {
    const kept = listFolder(folder).filter((name) => name.startsWith(`${version}.`))
    const commands = [...kept.map((name) => join(folder, name, 'bin/python3')), `python${version}`]
    const command = commands.find((candidate) => ask(candidate) === version)
    return command === undefined ? [] : [{ version, command }]
  })
}

/** Its version. A shim of a version manager may be there, and yet have nothing behind it. */
function ask(command: string): string | undefined {
  const question = 'import sys; print("%d.%d" % sys.version_info[:2])'
  try {
    return execFileSync(command, ['-c', question], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return undefined
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
