/** The packages that Python steps import: requirements.txt, else the dependencies in pyproject.toml. Called by install.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askInterpreter, type Surroundings } from '../runtimes/interpreter.ts'
import { InstallError, type Progress } from './progress.ts'
import { runTool } from './tool.ts'
import type { VirtualEnvironment } from './virtual-environment.ts'

const REQUIREMENTS = 'requirements.txt'
const PYPROJECT = 'pyproject.toml'

const PIP_OPTIONS = ['--disable-pip-version-check', '--no-input', '--progress-bar=off']

/** Python reads TOML from 3.11 on; pip has always had to. */
const READ_DEPENDENCIES = `
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open("${PYPROJECT}", "rb") as file:
    print("\\n".join(tomllib.load(file).get("project", {}).get("dependencies", [])))
`

/** The file that lists them, if one does. */
export function findPackageList(root: string): string | undefined {
  if (namesPackages(root)) return REQUIREMENTS
  return existsSync(join(root, PYPROJECT)) ? PYPROJECT : undefined
}

/** A list of comments alone, as a new project has it, names none. */
function namesPackages(root: string): boolean {
  const path = join(root, REQUIREMENTS)
  return existsSync(path) && /^\s*[^\s#]/m.test(readFileSync(path, 'utf8'))
}

/** Installs what the list names; what is there already stays. @throws InstallError */
export async function installPackages(
  list: string,
  { command, shown }: VirtualEnvironment,
  around: Surroundings,
  tools: { readonly uv: boolean },
  progress: Progress,
): Promise<void> {
  const what = tools.uv || list === REQUIREMENTS ? ['-r', list] : await readDependencies(command, around)
  if (what.length === 0) return progress.note(`${PYPROJECT} lists no dependencies in [project]`)
  const run = tools.uv
    ? { command: 'uv', args: ['pip', 'install', '--python', command, ...what] }
    : { command, args: ['-m', 'pip', 'install', ...PIP_OPTIONS, ...what] }
  const shownAs = [tools.uv ? 'uv pip' : 'pip', 'install', ...what].join(' ')
  const { ok, cause, output } = await runTool({ ...run, shownAs }, around, progress)
  if (ok) return
  if (/No module named pip/.test(output)) {
    const hint = `Delete ${shown} and run \`motia install\` again, or install uv (https://docs.astral.sh/uv).`
    throw new InstallError(`${shown} has no pip`, hint)
  }
  throw new InstallError(
    `the packages of ${list} were not installed (${cause})`,
    'The last lines above say why; then run `motia install` again.',
  )
}

async function readDependencies(command: string, around: Surroundings): Promise<string[]> {
  const lines = await askInterpreter(command, ['-c', READ_DEPENDENCIES], around)
  if (lines) return lines.filter((line) => line !== '')
  const hint = 'Look for a mistake in its TOML; or list the packages in requirements.txt instead.'
  throw new InstallError(`${PYPROJECT} could not be read`, hint)
}
