/**
 * `motia create`: asks, composes, writes, installs, says what is next. cli/bin.ts mounts it with `registerCreate`;
 * tests call `runCreate`. Questions are loaded only when somebody can answer them.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { nameWithin } from '../name-within.ts'
import { runsPython } from './choice.ts'
import { CreateError, refused } from './create-error.ts'
import { type CreateFlags, parseFlags } from './flags.ts'
import { installPackages, installPython } from './install.ts'
import { type CreateIo, fromProcess, isTerminal } from './io.ts'
import { describeNextSteps, type Installed } from './next-steps.ts'
import { composeProject } from './project.ts'
import { type Answers, type Asker, askAnswers, assumeAnswers, type Given } from './question.ts'
import { addResolutions } from './resolutions.ts'
import { checkTarget, resolveTarget } from './target.ts'
import { findWorkspace, type Workspace } from './workspace.ts'
import { writeProject } from './write.ts'

const DESCRIPTION = `Makes a project in a new or empty folder, and installs its packages; with Python steps,
[\`motia install\`](#motia-install) follows. At a terminal it asks for what is not given, unless \`CI\` is set.

Within a monorepo, the project becomes a member: it is installed by the workspace's own package manager, into the lock file
at the root, and gets no files for Docker. If the workspace does not list it yet, nothing is installed, and what to add is
said. Yarn gets \`resolutions\` in the workspace's package.json.`

/** Adds `create` to a program. The process's exit code is set when it is done. */
export function registerCreate(program: Command, io: CreateIo = fromProcess()): Command {
  return describeCommand(program.command('create')).action(async (folder, flags) => {
    process.exitCode = await create(folder, flags, io)
  })
}

/**
 * Runs `motia create` with arguments as typed, without the command's name.
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong use, 130 cancelled
 */
export async function runCreate(args: readonly string[], io: CreateIo = fromProcess()): Promise<number> {
  const { Command, CommanderError } = await import('commander')
  let exitCode = 0
  const command = describeCommand(new Command('create'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .action(async (folder: string | undefined, flags: CreateFlags) => {
      exitCode = await create(folder, flags, io)
    })
  try {
    await command.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : 2
  }
  return exitCode
}

function describeCommand(command: Command): Command {
  return command
    .summary('make a new project')
    .description(DESCRIPTION)
    .argument('[folder]', 'where to, `.` being the current folder; `motia-app` if nobody is asked')
    .option(
      '-t, --template <name>',
      '`full-stack`, `api`, `minimal`, or, but for `multi`, `webhooks` or `uploads`; `full-stack` if nobody is asked',
    )
    .option(
      '-l, --language <name>',
      '`typescript`, `javascript`, `python`, `ruby` or `multi` (a step in TypeScript, Python and Ruby each); `typescript` if nobody is asked',
    )
    .option(
      '-f, --features <list>',
      'some of `api,jobs,ai`, or `all`, or `none`; if nobody is asked, all for `full-stack`, `api,jobs` for `webhooks` and `uploads`, `api` for the others',
    )
    .option(
      '-p, --package-manager <name>',
      '`npm`, `pnpm`, `yarn` or `bun`; the one that runs the command unless given',
    )
    .option('--no-install', 'leave the packages uninstalled')
    .option('-y, --yes', 'ask nothing')
    .option('-i, --interactive', 'ask, even in CI; without a terminal, answers are lines of stdin')
}

async function create(folder: string | undefined, flags: CreateFlags, io: CreateIo): Promise<number> {
  try {
    const decided = await decide(parseFlags(folder, flags, io.env), flags, io)
    const target = resolveTarget(decided.folder, io.cwd)
    const workspace = findWorkspace(target.path)
    const answers = workspace ? joinWorkspace(decided, workspace, flags) : decided
    const { name, packageName } = target
    const names = { name, packageName, motiaVersion: readVersion() }
    const workspaceRoot = workspace && nameWithin(target.path, workspace.root)
    writeProject(target.path, composeProject(answers, names, { workspaceRoot }))
    const resolved = workspace?.packageManager === 'yarn' ? addResolutions(workspace.root) : []
    const { problem, ...installed } = await install(answers, target.path, workspace?.root, io)
    if (problem) io.stderr.write(`\n${problem}. The project itself is complete.\n`)
    io.stdout.write(`\n${describeNextSteps(answers, target, installed, workspace, resolved)}`)
    return problem ? 1 : 0
  } catch (error) {
    if (!(error instanceof CreateError)) throw error
    io.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
}

/**
 * A workspace has one package manager, and installs for all of its members at once: not for one that it does not list.
 * @throws CreateError if the flags want another package manager
 */
function joinWorkspace(answers: Answers, workspace: Workspace, flags: CreateFlags): Answers {
  const { root, packageManager, isListed } = workspace
  if (flags.packageManager !== undefined && answers.packageManager !== packageManager) {
    throw refused(`${root} is a workspace of ${packageManager}: leave --package-manager out.`)
  }
  return { ...answers, packageManager, install: answers.install && isListed }
}

/** As far as it is wanted, and goes. */
async function install(
  { packageManager, language, install }: Answers,
  path: string,
  workspaceRoot: string | undefined,
  io: CreateIo,
): Promise<Installed & { readonly problem?: string }> {
  if (!install) return { packages: false, python: false }
  const problem = await installPackages(packageManager, workspaceRoot ?? path, io)
  if (problem) {
    return { packages: false, python: false, problem: `The packages were not installed: ${problem}` }
  }
  const pythonProblem = runsPython(language) ? await installPython(path, io) : undefined
  return pythonProblem
    ? { packages: true, python: false, problem: `Python is not ready: ${pythonProblem}` }
    : { packages: true, python: true }
}

/** Asks whoever can answer; nobody, and the defaults hold. A folder that was given is looked at first. */
async function decide(given: Given, flags: CreateFlags, io: CreateIo): Promise<Answers> {
  if (given.folder !== undefined) resolveTarget(given.folder, io.cwd)
  const asker = flags.yes ? undefined : await findAsker(flags.interactive === true, io)
  if (!asker) return assumeAnswers(given)
  try {
    const managerOf = (folder: string) => findWorkspace(resolve(io.cwd, folder))?.packageManager
    return await askAnswers(given, asker, (folder) => checkTarget(folder, io.cwd), managerOf)
  } finally {
    asker.close()
  }
}

async function findAsker(interactive: boolean, io: CreateIo): Promise<Asker | undefined> {
  if (isTerminal(io) && (interactive || !io.env.CI)) {
    return (await import('./terminal-asker.ts')).createTerminalAsker(io)
  }
  return interactive ? (await import('./line-asker.ts')).createLineAsker(io) : undefined
}

/** Of this package: a project depends on what made it. */
function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version
}
