/**
 * The commands of `motia`, one lazy file each: only the one that was asked for is loaded, all of them for help.
 * bin.ts calls `runProgram`.
 */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { reportFailure } from './failure-words.ts'
import { createHelp } from './help.ts'
import { type Io, ioOfProcess } from './io.ts'

/** Adds a command to the program. */
export type Register = (program: Command, io: Io) => void

type Commands = Readonly<Record<string, () => Promise<Register>>>

/** Under the headings of the help, in its order. */
const GROUPS: Readonly<Record<string, Commands>> = {
  'Make a project:': {
    create: async () => (await import('./create.ts')).registerCreateCommand,
    add: async () => (await import('./add.ts')).registerAdd,
    install: async () => (await import('./install.ts')).registerInstall,
    types: async () => (await import('./step-types.ts')).registerTypes,
    doctor: async () => (await import('./doctor.ts')).registerDoctor,
    openapi: async () => (await import('./openapi.ts')).registerOpenApi,
  },
  'Run it:': {
    dev: async () => (await import('./dev.ts')).registerDev,
    build: async () => (await import('./build.ts')).registerBuild,
    start: async () => (await import('./start.ts')).registerStart,
  },
  'See what happens:': {
    steps: async () => (await import('./steps.ts')).registerSteps,
    runs: async () => (await import('./runs.ts')).registerRuns,
    run: async () => (await import('./run.ts')).registerRun,
    trace: async () => (await import('./trace.ts')).registerTrace,
    logs: async () => (await import('./logs.ts')).registerLogs,
    state: async () => (await import('./state.ts')).registerState,
    api: async () => (await import('./api.ts')).registerApi,
  },
  'Act on it:': {
    trigger: async () => (await import('./trigger.ts')).registerTrigger,
    cancel: async () => (await import('./cancel.ts')).registerCancel,
    redrive: async () => (await import('./redrive.ts')).registerRedrive,
    pause: async () => (await import('./pause.ts')).registerPause,
    resume: async () => (await import('./resume.ts')).registerResume,
  },
  'Others:': {
    completion: async () => (await import('./completion.ts')).registerCompletion,
    complete: async () => (await import('./completion.ts')).registerComplete,
    'check-worker': async () => (await import('./check-worker.ts')).registerCheckWorker,
  },
}

/** Commands about the others. */
const NEEDS_ALL: readonly string[] = ['complete']

/** Other names of commands. */
const ALIASES: Readonly<Record<string, string>> = { retry: 'redrive' }

const WRONG_USE = 2

/** Runs `motia` with arguments as typed; sets the process's exit code, and lets it end when nothing is left to do. */
export async function runProgram(args: readonly string[], io: Io = ioOfProcess()): Promise<void> {
  try {
    const wanted = args.find((argument) => !argument.startsWith('-'))
    const program = await loadProgram(io, wanted)
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) io.setExitCode(error.exitCode === 0 ? 0 : WRONG_USE)
    else io.setExitCode(reportFailure(error, io))
  }
}

/** The program with one command, or with all of them if there is none of that name. docs/cli.md is made of it. */
export async function loadProgram(io: Io, wanted = ''): Promise<Command> {
  const name = ALIASES[wanted] ?? wanted
  const all = Object.entries(GROUPS).flatMap(([heading, commands]) =>
    Object.entries(commands).map(([name, load]) => ({ heading, name, load })),
  )
  const chosen = all.filter((command) => command.name === name && !NEEDS_ALL.includes(name))
  const program = describeProgram(io)
  const loading = (chosen.length > 0 ? chosen : all).map(async ({ heading, load }) => {
    return { heading, register: await load() }
  })
  for (const { heading, register } of await Promise.all(loading)) {
    const known = program.commands.length
    register(program, io)
    for (const command of program.commands.slice(known)) inherit(command.helpGroup(heading), io)
  }
  return program
}

function describeProgram(io: Io): Command {
  const program = new Command('motia')
    .description('One framework for a whole backend: APIs, jobs, workflows and schedules')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText('after', '\n`motia <command> --help` tells more of a command.')
  return inherit(program, io)
}

/** Commander's settings do not reach commands that are added with a `Command` of their own, nor theirs. */
function inherit(command: Command, io: Io): Command {
  for (const nested of command.commands) inherit(nested, io)
  return command
    .exitOverride()
    .showHelpAfterError(`  ${io.ink.dim(`${pathOf(command)} --help`)}`)
    .configureHelp(createHelp(io))
    .configureOutput({
      writeOut: (text) => io.write(text),
      writeErr: (text) => io.writeError(text),
      // In the words of our own errors.
      outputError: (text, write) => write(text.replace(/^error: /, `${io.ink.red('✗')} `)),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
      getOutHasColors: () => io.color,
      getErrHasColors: () => io.color,
    })
}

/** `motia state set`. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
