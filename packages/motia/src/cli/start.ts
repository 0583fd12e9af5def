/** `motia start`: runs the project in production. */
import type { Command } from 'commander'
import { addServerOptions } from './dev.ts'
import type { Io } from './io.ts'
import { findRoot } from './project.ts'

interface StartFlags {
  readonly verbose?: boolean
  readonly json?: boolean
  readonly [setting: string]: unknown
}

export function registerStart(program: Command, io: Io): void {
  addServerOptions(program.command('start'))
    .summary('run the project in production')
    .description(
      'Runs the project in production. It takes the build that is there, or builds first if that is out of date. The Workbench is off there unless it is enabled, and then needs a [password or a token](config.md#workbench).',
    )
    .action(async ({ verbose = false, json = false, ...flags }: StartFlags) => {
      const { runStart } = await import('../build/start.ts')
      io.setExitCode(await runStart({ root: findRoot(io.cwd), flags, verbose, json, screen: io }))
    })
}
