/** `motia redrive <run>`: queues a run that ended without success, with fresh attempts, and those it had held up. */
import type { Command } from 'commander'
import { askApp } from './ask-app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { resolveRunId } from './run-id.ts'

export function registerRedrive(program: Command, io: Io): void {
  program
    .command('redrive')
    .description('run a failed, cancelled or quarantined run again, with fresh attempts')
    .argument('<run>', 'its id; the first or last digits suffice')
    .option('--json', 'one JSON document')
    .action(async (text: string, { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const runs = openRuns(config)
      const runId = resolveRunId(text, runs)
      const { done } = await askApp<{ done: boolean }>(config.root, { name: 'redrive', runId })
      const status = runs.get(runId)?.status
      runs.close()
      if (!done) {
        throw new CommandError(`run ${runId} is ${status}, so there is nothing to redrive`, {
          hint: 'Only failed, cancelled and quarantined runs can be redriven.',
        })
      }
      io.write(json ? `${JSON.stringify({ runId, status })}\n` : `${io.ink.green('✓')} queued ${runId}\n`)
    })
}
