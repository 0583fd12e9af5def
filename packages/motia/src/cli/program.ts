/**
 * The commands of `motia`, one lazy file each: only the one that was asked for is loaded, all of them for help.
 * bin.ts calls `runProgram`.
 */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { reportFailure } from './failure-words.ts'
import { type Io, ioOfProcess } from './io.ts'

/** Adds a command to the program. */
export type Register = (program: Command, io: Io) => void

const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  create: async () => (await import('./create.ts')).registerCreateCommand,
  install: async () => (await import('./install.ts')).registerInstall,
  dev: async () => (await import('./dev.ts')).registerDev,
  build: async () => (await import('./build.ts')).registerBuild,
  start: async () => (await import('./start.ts')).registerStart,
  steps: async () => (await import('./steps.ts')).registerSteps,
  runs: async () => (await import('./runs.ts')).registerRuns,
  trace: async () => (await import('./trace.ts')).registerTrace,
  logs: async () => (await import('./logs.ts')).registerLogs,
  trigger: async () => (await import('./trigger.ts')).registerTrigger,
  cancel: async () => (await import('./cancel.ts')).registerCancel,
  redrive: async () => (await import('./redrive.ts')).registerRedrive,
  pause: async () => (await import('./pause.ts')).registerPause,
  resume: async () => (await import('./resume.ts')).registerResume,
  state: async () => (await import('./state.ts')).registerState,
  api: async () => (await import('./api.ts')).registerApi,
  types: async () => (await import('./step-types.ts')).registerTypes,
  'check-worker': async () => (await import('./check-worker.ts')).registerCheckWorker,
}

const WRONG_USE = 2

/** Runs `motia` with arguments as typed; sets the process's exit code, and lets it end when nothing is left to do. */
export async function runProgram(args: readonly string[], io: Io = ioOfProcess()): Promise<void> {
  try {
    const program = describeProgram(io)
    const wanted = args.find((argument) => !argument.startsWith('-'))
    const load = wanted === undefined ? undefined : COMMANDS[wanted]
    const loads = load ? [load] : Object.values(COMMANDS)
    for (const register of await Promise.all(loads.map((each) => each()))) register(program, io)
    for (const command of program.commands) inherit(command, io)
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) io.setExitCode(error.exitCode === 0 ? 0 : WRONG_USE)
    else io.setExitCode(reportFailure(error, io))
  }
}

function describeProgram(io: Io): Command {
  const program = new Command('motia')
    .description('One framework for a whole backend: APIs, jobs, workflows, schedules and agents')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
  return inherit(program, io)
}

/** Commander's settings do not reach commands that are added with a `Command` of their own, nor theirs. */
function inherit(command: Command, io: Io): Command {
  for (const nested of command.commands) inherit(nested, io)
  return command.exitOverride().configureOutput({
    writeOut: (text) => io.write(text),
    writeErr: (text) => io.writeError(text),
    getOutHelpWidth: () => io.columns,
    getErrHelpWidth: () => io.columns,
    getOutHasColors: () => io.color,
    getErrHasColors: () => io.color,
  })
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
