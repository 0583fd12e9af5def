/**
 * The project's virtual environment: the one that there is, or a new `.venv`; and the file in it through which editors,
 * pytest and python itself find `from motia import event`. Called by install.ts.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { askInterpreter, InterpreterError, type Surroundings } from '../runtimes/interpreter.ts'
import {
  findBasePython,
  findPython,
  findVenv,
  type Python,
  type PythonSettings,
} from '../runtimes/python/interpreter.ts'
import { PYTHON_FOLDER } from '../runtimes/python/launch.ts'
import { InstallError, type Progress } from './progress.ts'
import { runTool } from './tool.ts'

export interface VirtualEnvironment extends Python {
  readonly venv: string
  /** Relative to the root if it is within. */
  readonly shown: string
}

const FOLDER = '.venv'

/** @throws InstallError or InterpreterError if there is none and none can be made */
export async function openEnvironment(
  around: Surroundings,
  settings: PythonSettings,
  tools: { readonly uv: boolean },
  progress: Progress,
): Promise<VirtualEnvironment> {
  if (findVenv(around) === undefined) await makeEnvironment(around, settings, tools, progress)
  const python = await findPython(around, settings)
  const venv = python.venv ?? join(around.root, FOLDER)
  const path = relative(around.root, venv)
  return { ...python, venv, shown: path.startsWith('..') ? venv : path }
}

/** Makes our package known in it, after everything that is installed there. */
export async function linkPackage(environment: VirtualEnvironment, around: Surroundings): Promise<void> {
  const question = ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']
  const [folder] = (await askInterpreter(environment.command, question, around)) ?? []
  if (!folder) {
    const hint = 'Delete that folder, and run `motia install` again.'
    throw new InstallError(`${environment.shown} does not know where its packages are`, hint)
  }
  const file = join(folder, 'motia.pth')
  const line = `${findPackage(around.root)}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === line) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, line)
}

/** By way of the project's own node_modules where it can be: that stays where it is when Motia is upgraded. */
function findPackage(root: string): string {
  const linked = join(root, 'node_modules/motia/python')
  return existsSync(linked) ? linked : PYTHON_FOLDER
}

async function makeEnvironment(
  around: Surroundings,
  settings: PythonSettings,
  { uv }: { readonly uv: boolean },
  progress: Progress,
): Promise<void> {
  const base = await findBasePython(around, settings).catch((error: unknown) => {
    // uv brings a Python along where there is none.
    if (uv && settings.path === undefined && error instanceof InterpreterError) return undefined
    throw error
  })
  const run = uv
    ? { command: 'uv', args: ['venv', ...(base ? ['--python', base.command] : []), FOLDER] }
    : { command: (base as Python).command, args: ['-m', 'venv', FOLDER] }
  const shownAs = `${uv ? 'uv venv' : 'python3 -m venv'} ${FOLDER}`
  const { ok, cause, output } = await runTool({ ...run, shownAs }, around, progress)
  if (ok) return
  rmSync(join(around.root, FOLDER), { recursive: true, force: true }) // half of one would be taken for one
  throw /ensurepip|No module named '?venv/.test(output) && base
    ? withoutVenv(base)
    : new InstallError(`${shownAs} failed (${cause})`, 'Its last lines above say why.')
}

/** Debian and its like ship Python in parts. */
function withoutVenv({ command, version }: Python): InstallError {
  const name = `python${version.split('.').slice(0, 2).join('.')}`
  return new InstallError(
    `${command} cannot make virtual environments: a part of it is not installed`,
    `On Debian and Ubuntu: sudo apt install ${name}-venv. Then run \`motia install\` again.`,
  )
}
