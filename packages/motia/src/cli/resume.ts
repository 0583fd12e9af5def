/** `motia resume <step>`: its runs begin again. */
import type { Command } from 'commander'
import { toLine } from '../observability/terminal-text.ts'
import { askApp } from './ask-app.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'

export function registerResume(program: Command, io: Io): void {
  program
    .command('resume')
    .summary('let the runs of a paused step begin again')
    .description('Lets the runs of a paused step begin again.')
    .argument('<step>', 'id of the step')
    .option('--json', 'print one JSON document')
    .action(async (stepId: string, { json }: { readonly json?: boolean }) => {
      const { root } = await loadReadConfig(io)
      const { done } = await askApp<{ done: boolean }>(root, { name: 'resume', stepId })
      const words = done ? 'resumed' : 'was not paused:'
      if (json) io.write(`${JSON.stringify({ stepId, done })}\n`)
      else io.write(`${io.ink.green('▶')} ${words} ${io.ink.bold(toLine(stepId))}\n`)
    })
}
