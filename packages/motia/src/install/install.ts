/** `motia install`'s work: whatever the Python and Ruby steps of a project need beside Motia. Called by cli/install.ts. */
import { findFiles } from '../discovery/files.ts'
import type { Surroundings } from '../runtimes/interpreter.ts'
import type { PythonSettings } from '../runtimes/python/interpreter.ts'
import type { RubySettings } from '../runtimes/ruby/interpreter.ts'
import { hasGemfile, installGems } from './gems.ts'
import type { Progress } from './progress.ts'
import { findPackageList, installPackages } from './python-packages.ts'
import { hasTool } from './tool.ts'
import { linkPackage, openEnvironment } from './virtual-environment.ts'

/** The settings that say which interpreters to take. */
export interface Interpreters {
  readonly python: PythonSettings
  readonly ruby: RubySettings
}

/**
 * Installs; a second time changes nothing.
 * @returns whether there was anything to install
 * @throws InstallError or InterpreterError, whose `hint` says what to do
 */
export async function installProject(
  around: Surroundings,
  { python, ruby }: Interpreters,
  progress: Progress,
): Promise<boolean> {
  const { foreign } = await findFiles(around.root)
  const list = findPackageList(around.root)
  const needsPython = list !== undefined || foreign.some((file) => file.endsWith('.py'))
  const needsGems = hasGemfile(around.root)
  if (needsPython) await installPython(list, around, python, progress)
  if (needsGems) await installGems(around, ruby, progress)
  return needsPython || needsGems
}

async function installPython(
  list: string | undefined,
  around: Surroundings,
  settings: PythonSettings,
  progress: Progress,
): Promise<void> {
  const tools = { uv: await hasTool('uv', around) }
  const environment = await openEnvironment(around, settings, tools, progress)
  if (list !== undefined) await installPackages(list, environment, around, tools, progress)
  await linkPackage(environment, around)
  const packages = list === undefined ? '' : `, with the packages of ${list}`
  progress.done(`Python ${environment.version} in ${environment.shown}${packages}`)
}
