/** What ends `motia create` early, with its exit code: thrown anywhere below it, worded here, printed by command.ts. */
import { nearest } from '@motia/core/nearest'

/** The user's mistake or wish, not a bug: printed without a stack. */
export class CreateError extends Error {
  override readonly name = 'CreateError'
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Wrong use: a word that the command does not know, say. */
export function wrongUse(message: string): CreateError {
  return new CreateError(2, message)
}

/** Right use, but it cannot be done here. */
export function refused(message: string): CreateError {
  return new CreateError(1, message)
}

/** Ctrl-C at a question. */
export function cancelled(): CreateError {
  return new CreateError(130, 'Cancelled: nothing was written.')
}

/** `There is no template "mnimal": it is one of full-stack, api, minimal, webhooks, uploads. Did you mean "minimal"?` */
export function describeUnknown(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return `There is no ${what} "${word}": it is one of ${known.join(', ')}.${hint}`
}
