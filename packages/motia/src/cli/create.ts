/** `motia create`: mounts the generator of create/, which is loaded only when it is asked for. */
import type { Command } from 'commander'
import { registerCreate } from './create/command.ts'
import type { Io } from './io.ts'

export function registerCreateCommand(program: Command, _io: Io): void {
  registerCreate(program)
}
