/** The gems that Ruby steps require, by the project's Gemfile. Called by install.ts. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Surroundings } from '../runtimes/interpreter.ts'
import { findRuby, type RubySettings } from '../runtimes/ruby/interpreter.ts'
import { InstallError, type Progress } from './progress.ts'
import { runTool, type ToolEnd } from './tool.ts'

export const GEMFILE = 'Gemfile'
/** Within the project: needs no rights, and leaves other projects alone. */
const FOLDER = 'vendor/bundle'

export function hasGemfile(root: string): boolean {
  return existsSync(join(root, GEMFILE))
}

/** @throws InstallError or InterpreterError */
export async function installGems(
  around: Surroundings,
  settings: RubySettings,
  progress: Progress,
): Promise<void> {
  const { command, version, bundle } = await findRuby(around, settings)
  if (bundle === undefined) {
    const hint = 'Run `gem install bundler`, then `motia install` again.'
    throw new InstallError('there is a Gemfile, and Ruby has no Bundler', hint)
  }
  const env = {
    ...around.env,
    BUNDLE_GEMFILE: join(around.root, GEMFILE),
    BUNDLE_SILENCE_ROOT_WARNING: '1', // all is installed into the project, in a container as root
  }
  const run = (args: readonly string[], shownAs?: string): Promise<ToolEnd> => {
    const shown = shownAs === undefined ? {} : { shownAs }
    return runTool({ command, args: [bundle, ...args], ...shown }, { ...around, env }, progress)
  }

  const place = await run(['config', 'get', '--parseable', 'path'])
  if (!/^path=./m.test(place.output)) await run(['config', 'set', '--local', 'path', FOLDER])
  if (!(await run(['check'])).ok) {
    const { ok, cause } = await run(['install'], 'bundle install')
    const hint = 'The last lines above say why; then run `motia install` again.'
    if (!ok) throw new InstallError(`the gems of the Gemfile were not installed (${cause})`, hint)
  }
  progress.done(`Ruby ${version}, with the gems of ${GEMFILE}`)
}
