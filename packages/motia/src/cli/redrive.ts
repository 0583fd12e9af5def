/** `motia redrive`: queues runs that ended without success, with fresh attempts, and those they had held up. */
import type { Command } from 'commander'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { actOnMany, addManyRuns, type ManyAction, type ManyFlags } from './many-runs.ts'
import { wordStatus } from './status-words.ts'

const DESCRIPTION = `Runs failed, cancelled or quarantined runs again, with fresh attempts: the runs with these ids, or all
that a filter names, once you have confirmed it; cancelled ones only if \`--status\` says so. Exit code 1 if one of them
cannot be.

\`\`\`sh
npx motia redrive 8f3a11c2
npx motia redrive --step charge-card --since 1h --text ECONNREFUSED
\`\`\``

export function registerRedrive(program: Command, io: Io): void {
  const command = program
    .command('redrive')
    .alias('retry')
    .summary('run failed runs again, with fresh attempts')
  addManyRuns(command.description(DESCRIPTION)).action(async (texts: readonly string[], flags: ManyFlags) => {
    const refused = await actOnMany(toAction(io), texts, flags, io)
    if (refused.length === 0) return
    throw new CommandError(`${refused.join('\n')}, so there is nothing to redrive`, {
      hint: 'Only failed, cancelled and quarantined runs can be redriven.',
    })
  })
}

function toAction({ ink }: Io): ManyAction {
  return {
    name: 'redrive',
    statuses: ['failed', 'quarantined'],
    wordDone: (what) => `${ink.green('✓')} queued ${what}`,
    wordRefused: (runId, status) => `run ${runId} ${wordStatus(status)}`,
  }
}
