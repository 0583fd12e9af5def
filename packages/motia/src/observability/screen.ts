/** Where commands print: a terminal, a file, a pipe. cli/io.ts makes the process's own; tests bring one that remembers. */
import type { Ink } from './ink.ts'

export interface Screen {
  readonly isTTY: boolean
  readonly color: boolean
  readonly ink: Ink
  /** Of the terminal, as it is now; 80 elsewhere. */
  readonly columns: number
  write(text: string): void
  /** To stderr. */
  writeError(text: string): void
}
