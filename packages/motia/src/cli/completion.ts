/** `motia completion <shell>`: prints what a shell sources; `motia complete`, hidden, is what that asks at each tab. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { Argument, type Command } from 'commander'
import { toLine } from '../observability/terminal-text.ts'
import { SHELLS, type Shell, toScript } from './completion/script.ts'
import type { Candidate, Known } from './completion/values.ts'
import type { Io } from './io.ts'

const DESCRIPTION = `Prints a script that lets a shell complete commands, options, ids of steps and runs, and keys of the
state, for \`motia\` and \`npx motia\`, asking the Motia of the project that it is used in.

\`\`\`sh
echo 'eval "$(npx motia completion bash)"' >> ~/.bashrc
echo 'eval "$(npx motia completion zsh)"' >> ~/.zshrc     # after compinit
npx motia completion fish > ~/.config/fish/completions/motia.fish
\`\`\``

const MEANING_WIDTH = 60

export function registerCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary('print the script by which a shell completes')
    .description(DESCRIPTION)
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action((shell: Shell) => io.write(toScript(shell)))
}

/** Looks at the whole program, which program.ts loads for it. */
export function registerComplete(program: Command, io: Io): void {
  program
    .command('complete', { hidden: true })
    .summary('print what may stand at the end of a command line')
    .description('Prints what may stand at the end of a command line, one a line; `motia completion` asks.')
    .argument('[words...]', 'the words after `motia`; the last is to be completed')
    .action(async (words: readonly string[]) => {
      for (const { value, meaning } of await complete(program, words, io).catch(() => []))
        io.write(`${toLine(value)}\t${toLine(meaning).slice(0, MEANING_WIDTH)}\n`)
    })
}

/** Whatever is wrong with the project, a shell must not show it at a key press. */
async function complete(program: Command, words: readonly string[], io: Io): Promise<readonly Candidate[]> {
  const [{ findCandidates }, { createValues }, { loadReadConfig }, { openRuns }, { askApp }] =
    await Promise.all([
      import('./completion/candidates.ts'),
      import('./completion/values.ts'),
      import('./project.ts'),
      import('./readers.ts'),
      import('./ask-app.ts'),
    ])
  const quiet: Io = { ...io, writeError() {} }
  const config = once(() => loadReadConfig(quiet))
  const runs = once(async () => openRuns(await config()))
  const known: Known = {
    runs,
    steps: once(async () => {
      const { root } = await config()
      const info = await askApp<{ readonly steps: readonly StepDescriptor[] }>(root, { name: 'info' }).catch(
        () => undefined,
      )
      return info?.steps ?? []
    }),
  }
  return findCandidates(program, words, createValues(known))
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
