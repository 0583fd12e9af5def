/**
 * How a command that failed ends: in words on stderr, and with an exit code. 1: it failed, 2: wrong use, 70: a bug of
 * ours, the only one with a stack. program.ts and the commands call it.
 */
import { type ErrorCode, MotiaError } from '@motia/core/errors'
import { toLine, toLines } from '../observability/terminal-text.ts'
import type { Io } from './io.ts'

/** What the user typed is at fault, or what they asked for cannot be done: printed without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly hint: string | undefined
  readonly exitCode: number
  constructor(message: string, options: { readonly hint?: string; readonly exitCode?: number } = {}) {
    super(message)
    this.hint = options.hint
    this.exitCode = options.exitCode ?? FAILED
  }
}

const FAILED = 1
const WRONG_USE = 2
/** EX_SOFTWARE of sysexits.h. */
const OUR_BUG = 70

/** Codes that only a bug of ours leads to. */
const OURS: readonly ErrorCode[] = ['MOTIA_PROTOCOL', 'MOTIA_STORE_REFUSED']

/** The arguments make no sense: exit code 2. */
export function wrongUse(message: string, hint?: string): CommandError {
  return new CommandError(message, { exitCode: WRONG_USE, ...(hint !== undefined && { hint }) })
}

/** Prints what was thrown. @returns the exit code */
export function reportFailure(error: unknown, io: Io): number {
  if (error instanceof CommandError) {
    printError(error.message, error.hint, io)
    return error.exitCode
  }
  if (error instanceof MotiaError && !OURS.includes(error.code)) {
    printError(error.message, error.hint, io)
    return FAILED
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  io.writeError(`This is a bug in Motia; please report it with what follows.\n${stack}\n`)
  return OUR_BUG
}

function printError(message: string, hint: string | undefined, { ink, writeError }: Io): void {
  writeError(`${ink.red('✗')} ${toLines(message, '  ')}\n`)
  if (hint !== undefined) writeError(`  ${ink.dim(toLine(hint))}\n`)
}
