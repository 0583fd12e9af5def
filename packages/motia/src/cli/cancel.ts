/** `motia cancel <run>`: ends a run that has not ended, and those that wait for it. */
import type { Command } from 'commander'
import { askApp } from './ask-app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { resolveRunId } from './run-id.ts'

export function registerCancel(program: Command, io: Io): void {
  program
    .command('cancel')
    .description('cancel a run that has not ended')
    .argument('<run>', 'its id; the first or last digits suffice')
    .option('--json', 'one JSON document')
    .action(async (text: string, { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const runs = openRuns(config)
      const runId = resolveRunId(text, runs)
      const { done } = await askApp<{ done: boolean }>(config.root, { name: 'cancel', runId })
      const status = runs.get(runId)?.status
      runs.close()
      if (!done) throw new CommandError(`run ${runId} has ended already: it is ${status}`)
      io.write(json ? `${JSON.stringify({ runId, status })}\n` : `${io.ink.yellow('⊘')} cancelled ${runId}\n`)
    })
}
