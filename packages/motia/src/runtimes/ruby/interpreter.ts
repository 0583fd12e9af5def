/**
 * Which Ruby runs a project's steps: the one that is configured, else that on PATH; and whether it has Bundler. Called
 * by launch.ts and by `motia install`.
 */
import { askInterpreter, InterpreterError, isAtLeast, type Surroundings, toCommand } from '../interpreter.ts'

export interface Ruby {
  /** As it is started: a path, or a name on PATH. */
  readonly command: string
  readonly version: string
  /** The path of its `bundle`; absent if it has no Bundler. */
  readonly bundle?: string
}

/** The setting `ruby.path`. */
export interface RubySettings {
  readonly path?: string
}

const OLDEST = [3, 0] as const
const NEEDED = `Ruby ${OLDEST.join('.')} or newer is needed`
const QUESTION = ['-e', 'puts RUBY_VERSION, (Gem.bin_path("bundler", "bundle") rescue "")']

/** @throws InterpreterError if there is none, or it does not run or is too old */
export async function findRuby({ root, env }: Surroundings, { path }: RubySettings = {}): Promise<Ruby> {
  const command = path === undefined ? 'ruby' : toCommand(root, path)
  // Without what it is to load at its start: gems that are not installed yet must not make it look broken.
  const { RUBYOPT: _options, BUNDLE_GEMFILE: _gemfile, ...plain } = env
  const [version, bundle] = (await askInterpreter(command, QUESTION, { root, env: plain })) ?? []
  if (version !== undefined && isAtLeast(version, OLDEST)) {
    return { command, version, ...(bundle && { bundle }) }
  }
  throw path === undefined ? notFound(version) : notThat(command, version)
}

function notFound(version: string | undefined): InterpreterError {
  const found = version === undefined ? 'no ruby was found' : `ruby is of version ${version}`
  const hint =
    'Install it (https://www.ruby-lang.org/en/downloads), or name another in `ruby.path` or MOTIA_RUBY.'
  return new InterpreterError(`${NEEDED}, and ${found}`, hint)
}

function notThat(command: string, version: string | undefined): InterpreterError {
  const found = version === undefined ? 'does not run' : `is of version ${version}`
  const hint = 'Correct `ruby.path` or MOTIA_RUBY, or leave it out: then the ruby on PATH is taken.'
  return new InterpreterError(`${NEEDED}, and ${command} (\`ruby.path\`) ${found}`, hint)
}
