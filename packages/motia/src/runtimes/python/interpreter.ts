/**
 * Which Python runs a project's steps: that of a virtual environment in the project, then of the active one, then the
 * one that is configured, then the system's. Called by launch.ts and by `motia install`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { askInterpreter, InterpreterError, isAtLeast, type Surroundings, toCommand } from '../interpreter.ts'

export interface Python {
  /** Absolute. */
  readonly command: string
  readonly version: string
  /** The folder of the virtual environment that it belongs to; absent for another Python. */
  readonly venv?: string
}

/** The setting `python.path`. */
export interface PythonSettings {
  readonly path?: string
}

const OLDEST = [3, 8] as const
const NEEDED = `Python ${OLDEST.join('.')} or newer is needed`
const VENV_FOLDERS = ['.venv', 'venv']
const INTERPRETERS = process.platform === 'win32' ? ['Scripts\\python.exe'] : ['bin/python3', 'bin/python']
const ON_PATH = ['python3', 'python']

/** Works in every Python, the second included, so that an old one can say that it is. */
const QUESTION = [
  '-S',
  '-c',
  'import sys; print("%d.%d.%d" % sys.version_info[:3]); sys.stdout.flush(); print(sys.executable)',
]

/** @throws InterpreterError if there is none, or the one that is meant does not run or is too old */
export async function findPython(around: Surroundings, settings: PythonSettings = {}): Promise<Python> {
  const venv = findVenv(around)
  return venv === undefined ? findBasePython(around, settings) : askVenv(venv, around)
}

/** The one that virtual environments are made of. @throws InterpreterError as above */
export async function findBasePython(around: Surroundings, settings: PythonSettings = {}): Promise<Python> {
  if (settings.path !== undefined) return askConfigured(toCommand(around.root, settings.path), around)
  let tooOld: Python | undefined
  for (const name of ON_PATH) {
    const python = await ask(name, around)
    if (python && isNewEnough(python)) return python
    tooOld ??= python
  }
  const found = tooOld ? `python3 is ${tooOld.version} (${tooOld.command})` : 'no python3 was found'
  const hint =
    'Install it (https://www.python.org/downloads), or name another in `python.path` or MOTIA_PYTHON.'
  throw new InterpreterError(`${NEEDED}, and ${found}`, hint)
}

/** The virtual environment that counts: in the project, else the active one. */
export function findVenv({ root, env }: Surroundings): string | undefined {
  const inProject = VENV_FOLDERS.map((name) => join(root, name)).find(isVenv)
  return inProject ?? (env.VIRTUAL_ENV && isVenv(env.VIRTUAL_ENV) ? env.VIRTUAL_ENV : undefined)
}

/** Its mark, which is there even if the Python that it was made of is gone. */
function isVenv(folder: string): boolean {
  return existsSync(join(folder, 'pyvenv.cfg'))
}

async function askVenv(venv: string, around: Surroundings): Promise<Python> {
  const commands = INTERPRETERS.map((name) => join(venv, name))
  const command = commands.find((path) => existsSync(path))
  const python = command === undefined ? undefined : await ask(command, around)
  if (python && isNewEnough(python)) return { ...python, venv }
  throw notFound(`the virtual environment ${venv}`, python, 'Delete that folder, and run `motia install`.')
}

async function askConfigured(command: string, around: Surroundings): Promise<Python> {
  const python = await ask(command, around)
  if (python && isNewEnough(python)) return python
  const hint = 'Correct `python.path` or MOTIA_PYTHON, or leave it out: then the python3 on PATH is taken.'
  throw notFound(`${command} (\`python.path\`)`, python, hint)
}

function notFound(where: string, found: Python | undefined, hint: string): InterpreterError {
  const what = found ? `is of version ${found.version}` : 'does not run'
  return new InterpreterError(`${NEEDED}, and ${where} ${what}`, hint)
}

/** A bare name may be the shim of a version manager; what it stands for starts faster. */
async function ask(command: string, around: Surroundings): Promise<Python | undefined> {
  const [version, executable] = (await askInterpreter(command, QUESTION, around)) ?? []
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined
  const isName = !/[/\\]/.test(command)
  return { command: isName && executable ? executable : command, version }
}

function isNewEnough({ version }: Python): boolean {
  return isAtLeast(version, OLDEST)
}
