/** `motia install`: the packages that the Python and Ruby steps of a project need. */
import type { Command } from 'commander'
import type { Progress } from '../install/progress.ts'
import { toLine } from '../observability/terminal-text.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadProjectConfig } from './project.ts'

const DESCRIPTION = `Installs what Python and Ruby steps need, as far as it is missing; Motia itself and the packages of
TypeScript steps come with \`npm install\`.

- **Python**, if the project has Python steps, names packages in \`requirements.txt\`, or has a \`pyproject.toml\`: makes
  \`.venv\` unless there is a [virtual environment](config.md#languages), installs \`requirements.txt\`, else the
  \`[project]\` dependencies of \`pyproject.toml\`, and leaves a \`motia.pth\` in the environment, through which editors,
  \`pytest\` and \`python\` find \`from motia import event\`. Where [uv](https://docs.astral.sh/uv) is installed, it is
  used instead of \`venv\` and \`pip\`.
- **Ruby**, if the project has a \`Gemfile\`: runs \`bundle install\`. Gems go to \`vendor/bundle\` unless Bundler's
  \`path\` is configured otherwise. Ruby steps without gems need nothing.`

export function registerInstall(program: Command, io: Io): void {
  program
    .command('install')
    .summary('install what Python and Ruby steps need')
    .description(DESCRIPTION)
    .action(async () => {
      const [{ installProject }, { InstallError }, { InterpreterError }] = await Promise.all([
        import('../install/install.ts'),
        import('../install/progress.ts'),
        import('../runtimes/interpreter.ts'),
      ])
      const config = await loadProjectConfig(io, 'development')
      const around = { root: config.root, env: { ...config.fileEnv, ...io.env } }
      try {
        if (await installProject(around, config, toProgress(io))) return
        io.write('Nothing to install: no Python steps, requirements.txt, pyproject.toml or Gemfile.\n')
      } catch (error) {
        if (!(error instanceof InstallError || error instanceof InterpreterError)) throw error
        throw new CommandError(error.message, { hint: error.hint })
      }
    })
}

/** Other tools have their say, below ours. */
function toProgress({ ink, write }: Io): Progress {
  return {
    began: (command) => write(`${ink.cyan('›')} ${toLine(command)}\n`),
    line: (text) => write(`    ${ink.dim(toLine(text.trimEnd()))}\n`),
    done: (what) => write(`${ink.green('✓')} ${toLine(what)}\n`),
    note: (what) => write(`  ${toLine(what)}\n`),
  }
}
