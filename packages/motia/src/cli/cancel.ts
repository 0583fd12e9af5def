/** `motia cancel`: ends runs that have not ended, and those that wait for them. */
import { FINAL, type RunStatus, TRANSITIONS } from '@motia/core/run'
import type { Command } from 'commander'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { actOnMany, addManyRuns, type ManyAction, type ManyFlags } from './many-runs.ts'
import { wordStatus } from './status-words.ts'

const DESCRIPTION = `Cancels runs that have not ended, and those that wait for them: the runs with these ids, or all that a
filter names, once you have confirmed it. Exit code 1 if one of them has ended already.

\`\`\`sh
npx motia cancel 8f3a11c2
npx motia cancel --step send-email --status queued,scheduled
\`\`\``

export function registerCancel(program: Command, io: Io): void {
  const command = program.command('cancel').summary('cancel runs that have not ended')
  addManyRuns(command.description(DESCRIPTION)).action(async (texts: readonly string[], flags: ManyFlags) => {
    const refused = await actOnMany(toAction(io), texts, flags, io)
    if (refused.length > 0) throw new CommandError(refused.join('\n'))
  })
}

function toAction({ ink }: Io): ManyAction {
  return {
    name: 'cancel',
    statuses: (Object.keys(TRANSITIONS) as RunStatus[]).filter((status) => !FINAL.includes(status)),
    wordDone: (what) => `${ink.yellow('⊘')} cancelled ${what}`,
    wordRefused: (runId, status) => `run ${runId} has ended already: it ${wordStatus(status)}`,
  }
}
