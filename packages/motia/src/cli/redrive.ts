/** `motia redrive <runs…>`: queues runs that ended without success, with fresh attempts, and those they had held up. */
import type { Command } from 'commander'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { askApp } from './ask-app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { resolveRunId } from './run-id.ts'

export function registerRedrive(program: Command, io: Io): void {
  program
    .command('redrive')
    .description('run failed, cancelled or quarantined runs again, with fresh attempts')
    .argument('<runs...>', 'their ids; the first or last digits suffice')
    .option('--json', 'a JSON document for each, one a line')
    .action(async (texts: readonly string[], { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const runs = openRuns(config)
      const refused: string[] = []
      for (const runId of new Set(texts.map((text) => resolveRunId(text, runs)))) {
        const status = await redrive(runId, config.root, runs)
        if (status === undefined) refused.push(`run ${runId} is ${runs.get(runId)?.status}`)
        else if (json) io.write(`${JSON.stringify({ runId, status })}\n`)
        else io.write(`${io.ink.green('✓')} queued ${runId}\n`)
      }
      runs.close()
      if (refused.length === 0) return
      throw new CommandError(`${refused.join('\n')}, so there is nothing to redrive`, {
        hint: 'Only failed, cancelled and quarantined runs can be redriven.',
      })
    })
}

/** Its status then; `undefined` if it cannot be. */
async function redrive(runId: string, root: string, runs: SqliteReader): Promise<string | undefined> {
  const { done } = await askApp<{ done: boolean }>(root, { name: 'redrive', runId })
  return done ? runs.get(runId)?.status : undefined
}
