/** The project that a command is about: its root and its configuration. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import type { Config, Mode } from '../config/config.ts'
import { CONFIG_FILES } from '../config/file-names.ts'
import { formatMistakes, formatWarnings } from '../discovery/report.ts'
import { readServerRecord } from '../wire/server-record.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'

const MARKS = [...CONFIG_FILES, 'package.json']

/** The nearest folder upwards that looks like a project, so that commands work from within; else the folder itself. */
export function findRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return folder
    if (folder === dirname(folder)) return cwd
  }
}

/**
 * The configuration with which the project's server ran last, for commands that read what it left. `NODE_ENV` says
 * otherwise where it is set.
 * @throws CommandError that lists the mistakes in it
 */
export async function loadReadConfig(io: Io): Promise<Config> {
  const root = findRoot(io.cwd)
  return loadProjectConfig(io, readServerRecord(root)?.mode ?? 'development')
}

/** @throws CommandError that lists the mistakes in it */
export async function loadProjectConfig(io: Io, mode: Mode, flags: object = {}): Promise<Config> {
  const { loadConfig } = await import('../config/load.ts')
  const root = findRoot(io.cwd)
  const { config, mistakes, warnings } = await loadConfig({ root, mode, env: io.env, flags: { ...flags } })
  io.writeError(formatWarnings(warnings, io))
  if (mistakes.length > 0) throw toCommandError(mistakes, io)
  return config
}

function toCommandError(mistakes: readonly Mistake[], io: Io): CommandError {
  io.writeError(`${formatMistakes(mistakes, io)}\n`)
  return new CommandError('the configuration has to be corrected first')
}
