/** A command to the project's running app, for the commands that change something: its value, or its failure thrown. */
import { ERRORS, type ErrorCode } from '@motia/core/errors'
import type { Command } from '../wire/control.ts'
import { askServer } from '../wire/control-client.ts'
import { CommandError } from './failure-words.ts'

/** @throws `MOTIA_NOT_RUNNING`, CommandError with what the app says */
export async function askApp<T>(root: string, command: Command): Promise<T> {
  const answer = await askServer(root, command)
  if (answer.ok) return answer.value as T
  const { message, code } = answer.failure
  const hint = code !== undefined && code in ERRORS ? ERRORS[code as ErrorCode].hint : undefined
  throw new CommandError(message, hint === undefined || hint.includes('{') ? {} : { hint })
}
