/** What an installation tells on its way, and what ends it early. cli/install.ts prints both. */

export interface Progress {
  /** A command of another tool begins, as one would type it. */
  began(command: string): void
  /** A line that it prints. */
  line(text: string): void
  /** A part is as it should be. */
  done(what: string): void
  /** A part that was asked for is not there, and nothing is wrong. */
  note(what: string): void
}

/** A part could not be installed: what happened, and what to do. */
export class InstallError extends Error {
  override readonly name = 'InstallError'
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}
