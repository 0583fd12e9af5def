/** How a Ruby worker is started: our library first on its path, UTF-8 throughout, and the gems of the Gemfile. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerLaunch } from '../worker-process.ts'
import { findRuby, type Ruby, type RubySettings } from './interpreter.ts'

const FOLDER = fileURLToPath(new URL('../../../ruby', import.meta.url))

/** @throws InterpreterError if there is no Ruby for it */
export async function rubyLaunch(
  root: string,
  env: NodeJS.ProcessEnv,
  hello: WorkerLaunch['hello'],
  settings: RubySettings = {},
): Promise<WorkerLaunch> {
  const ruby = await findRuby({ root, env }, settings)
  const args = ['-EUTF-8:UTF-8', join(FOLDER, 'exe/worker.rb')]
  return { command: ruby.command, args, cwd: root, env: toEnv(root, env, ruby), hello }
}

function toEnv(root: string, env: NodeJS.ProcessEnv, { bundle }: Ruby): NodeJS.ProcessEnv {
  const gemfile = join(root, 'Gemfile')
  const usesBundler = bundle !== undefined && existsSync(gemfile)
  return {
    ...env,
    RUBYLIB: [join(FOLDER, 'lib'), env.RUBYLIB].filter(Boolean).join(delimiter),
    ...(usesBundler && {
      BUNDLE_GEMFILE: gemfile,
      RUBYOPT: withBundler(env.RUBYOPT),
      // Gems that are missing are then told in two lines instead of in Bundler's own stack.
      BUNDLER_FORCE_TTY: '1',
    }),
  }
}

/** Once, though the supervisor itself may run below `bundle exec`. */
function withBundler(options = ''): string {
  return /-r\S*bundler\/setup/.test(options) ? options : `${options} -rbundler/setup`.trim()
}
