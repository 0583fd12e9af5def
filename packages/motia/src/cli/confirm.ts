/** Asks before many things change at once: a person at a terminal; elsewhere `--yes` has to say it. */
import { CommandError, wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'

const CANCELLED = 130

/** Resolves if it is to be done. @param what `cancel 12 runs` @throws CommandError if it is not */
export async function confirm(what: string, yes: boolean | undefined, io: Io): Promise<void> {
  if (yes) return
  if (!io.terminal) throw wrongUse(`this would ${what}`, 'Add --yes to do it without being asked.')
  const [{ createTerminalAsker }, { CreateError }] = await Promise.all([
    import('./create/terminal-asker.ts'),
    import('./create/create-error.ts'),
  ])
  const question = { message: `${what[0]?.toUpperCase()}${what.slice(1)}?`, fallback: false }
  const answer = await createTerminalAsker(io.terminal)
    .confirm(question)
    .catch((error: unknown) => {
      if (error instanceof CreateError) return false // Ctrl-C
      throw error
    })
  if (!answer) throw new CommandError('nothing was changed', { exitCode: CANCELLED })
}
