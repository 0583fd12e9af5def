/**
 * Loads a project's configuration: from flags, the environment, `.env`, the config file and defaults, in this order,
 * with everything that is wrong reported at once. Called when a process of Motia begins, and again at each reload.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import type { Config, Mode } from './config.ts'
import { evaluateConfigFile, findConfigFiles } from './config-file.ts'
import { type Environment, isInContainer, readEnvFile, withEnvironment } from './environment.ts'
import { toConfigMistakes } from './failure-place.ts'
import { findKeyLines } from './key-lines.ts'
import { checkSettings, resolveSettings, type Surroundings } from './resolvers.ts'
import { type ConfigFile, inspectKeys, selectSection } from './sections.ts'
import { createReader, type Flags } from './sources.ts'

export interface ConfigRequest {
  readonly root: string
  /** What the command means; `NODE_ENV` overrules it. */
  readonly mode: Mode
  readonly flags?: Flags
  /** Default: this process's. */
  readonly env?: Environment
  /**
   * The project is served elsewhere, as after a build: variables that are missing here may be set there, so that none
   * is asked for.
   */
  readonly servedElsewhere?: boolean
  /** Default: found out. */
  readonly inContainer?: boolean
  /** Default: this machine's. */
  readonly processors?: number
}

/** A config is always there, with defaults for what is wrong; nobody should start with mistakes. */
export interface LoadedConfig {
  readonly config: Config
  readonly mistakes: readonly Mistake[]
  /** Worth a line on the terminal, no reason to stop. */
  readonly warnings: readonly Mistake[]
}

const NO_FILE: ConfigFile = { name: 'motia.config.js', values: {}, lineOf: () => undefined }

/** Reads the configuration anew. Never throws for what the project's author did. */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const root = resolve(request.root)
  const env = request.env ?? process.env
  const fileEnv = readEnvFile(root, env)
  const mode = chooseMode(env.NODE_ENV ?? fileEnv.NODE_ENV, request.mode)
  const [name, ...others] = findConfigFiles(root)
  const loaded = await readFile(root, name, { ...env, ...fileEnv, NODE_ENV: mode })
  const inContainer = request.inContainer ?? isInContainer(env)
  const processors = request.processors ?? availableParallelism()
  const servedElsewhere = request.servedElsewhere ?? false
  const flags = request.flags ?? {}
  const facts = { root, mode, env, fileEnv, flags, servedElsewhere, inContainer, processors }
  let resolved = resolveFile(loaded.file, facts)
  if (name && resolved.mistakes.length + resolved.warnings.length > 0) {
    const lines = await findKeyLines(name, readFileSync(join(root, name), 'utf8'))
    resolved = resolveFile({ ...loaded.file, lineOf: (path) => lines.get(path) }, facts)
  }
  return {
    config: { root, mode, fileEnv, ...(name && { file: name }), ...resolved.settings },
    mistakes: [...loaded.mistakes, ...resolved.mistakes],
    warnings: [...others.map((other) => ignored(other, name ?? '')), ...resolved.warnings],
  }
}

interface Facts extends Surroundings {
  readonly env: Environment
  readonly fileEnv: Environment
  readonly flags: Flags
}

function resolveFile(file: ConfigFile, facts: Facts) {
  const { mistakes, warnings } = inspectKeys(file)
  const reader = createReader({ ...facts, section: selectSection(file, facts.mode) }, mistakes, warnings)
  const settings = resolveSettings(reader, facts)
  checkSettings(settings, facts, reader)
  return { settings, mistakes, warnings }
}

async function readFile(
  root: string,
  name: string | undefined,
  env: Environment,
): Promise<{ file: ConfigFile; mistakes: Mistake[] }> {
  if (name === undefined) return { file: NO_FILE, mistakes: [] }
  const file: ConfigFile = { ...NO_FILE, name }
  try {
    const values = await withEnvironment(env, () => evaluateConfigFile(root, name))
    if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
      return { file: { ...file, values: values as ConfigFile['values'] }, mistakes: [] }
    }
    const message = 'the config must export an object of settings'
    const hint = '`module.exports = { development: { … }, production: { … } }`, or `export default { … }`.'
    return { file, mistakes: [{ file: name, message, hint }] }
  } catch (error) {
    return { file, mistakes: await toConfigMistakes(error, root, name) }
  }
}

function chooseMode(nodeEnv: string | undefined, command: Mode): Mode {
  return nodeEnv === 'development' || nodeEnv === 'production' ? nodeEnv : command
}

function ignored(other: string, used: string): Mistake {
  return { file: other, message: `is not read, because there is ${used} too`, hint: 'Remove one of the two.' }
}
