/** `motia dev`: runs the project and follows its changes. */
import type { Command } from 'commander'
import type { Io } from './io.ts'
import { parsePort } from './options.ts'
import { findRoot } from './project.ts'

interface DevFlags {
  readonly verbose?: boolean
  readonly json?: boolean
  readonly inspect?: string | true
  readonly [setting: string]: unknown
}

export function registerDev(program: Command, io: Io): void {
  addServerOptions(program.command('dev'))
    .summary('run the project, and follow its changes')
    .description(
      'Runs the project in development, and again after each change; a file that breaks keeps its last good version.',
    )
    .option(
      '--inspect [address]',
      "let a debugger attach to the app process, which runs the api steps; Node's default address unless given",
    )
    .action(async ({ verbose = false, json = false, inspect, ...flags }: DevFlags) => {
      const { runDev } = await import('../dev/dev.ts')
      const nodeArgs = inspect === undefined ? [] : [inspect === true ? '--inspect' : `--inspect=${inspect}`]
      const root = findRoot(io.cwd)
      io.setExitCode(await runDev({ root, flags, nodeArgs, verbose, json, screen: io }))
    })
}

/** What `dev` and `start` have in common: settings by the names that the configuration knows. */
export function addServerOptions(command: Command): Command {
  return command
    .option('-p, --port <port>', 'port of the API', parsePort)
    .option('--host <address>', 'address that the API listens on')
    .option('--workbench-port <port>', 'port of the Workbench', parsePort)
    .option('--workbench', 'with the Workbench, whatever the configuration says')
    .option('--no-workbench', 'without it')
    .option('--database <url>', 'the SQLite file of runs and state: `sqlite://./file.db`')
    .option('--strict', 'a trigger that reaches no step is an error')
    .option('--verbose', 'show debug lines, and what goes as expected')
    .option('--json', 'print [events](events.md) as lines of JSON, and nothing else')
}
