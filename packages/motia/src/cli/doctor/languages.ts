/** Whether the interpreters of Python and Ruby steps are there, and what these import. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles } from '../../discovery/files.ts'
import { GEMFILE, hasGemfile } from '../../install/gems.ts'
import { askInterpreter, InterpreterError } from '../../runtimes/interpreter.ts'
import { findPython } from '../../runtimes/python/interpreter.ts'
import { findRuby } from '../../runtimes/ruby/interpreter.ts'
import { type Check, type Finding, failing, ok, warning } from './finding.ts'

/** Prints the names among its arguments that no installed distribution has. */
const ASK_MISSING = `
import sys
try:
    from importlib.metadata import distribution, PackageNotFoundError
except ImportError:
    sys.exit(1)
for name in sys.argv[1:]:
    try:
        distribution(name)
    except PackageNotFoundError:
        print(name)
print("-")
`

export const checkPython: Check = async (patient) => {
  const { root, config } = patient
  const packages = listRequirements(root)
  const { foreign } = await findFiles(root)
  if (packages.length === 0 && !foreign.some((file) => file.endsWith('.py'))) return []
  return naming(async () => {
    const around = { root, env: { ...config.fileEnv, ...patient.env } }
    const { command, version, venv } = await findPython(around, config.python)
    const found = ok(`Python ${version} (${command})`)
    if (packages.length === 0) return [found]
    if (venv === undefined)
      return [found, warning('requirements.txt names packages, and there is no .venv', 'npx motia install')]
    const missing = await askInterpreter(command, ['-c', ASK_MISSING, ...packages], around)
    const names = missing?.filter((name) => name !== '-' && name !== '') ?? []
    return [
      found,
      names.length === 0
        ? ok(`${packages.length} Python ${packages.length === 1 ? 'package' : 'packages'} installed`)
        : failing(`Python packages not installed: ${names.join(', ')}`, 'npx motia install'),
    ]
  })
}

export const checkRuby: Check = async (patient) => {
  const { root, config } = patient
  const { foreign } = await findFiles(root)
  if (!hasGemfile(root) && !foreign.some((file) => file.endsWith('.rb'))) return []
  return naming(async () => {
    const env = { ...config.fileEnv, ...patient.env }
    const { command, version, bundle } = await findRuby({ root, env }, config.ruby)
    const found = ok(`Ruby ${version} (${command})`)
    if (!hasGemfile(root)) return [found]
    if (bundle === undefined)
      return [found, failing('there is a Gemfile, and no Bundler', 'gem install bundler')]
    const around = { root, env: { ...env, BUNDLE_GEMFILE: join(root, GEMFILE) } }
    const isThere = await askInterpreter(command, [bundle, 'check'], around)
    return [
      found,
      isThere
        ? ok('the gems of the Gemfile are installed')
        : failing('gems are missing', 'npx motia install'),
    ]
  })
}

/** What is wrong with an interpreter says itself what to do. */
async function naming(check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof InterpreterError) return [failing(error.message, error.hint)]
    throw error
  }
}

/** Names of the packages, without versions; files and addresses are left to pip. */
export function listRequirements(root: string): string[] {
  const path = join(root, 'requirements.txt')
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  return lines.flatMap((line) => /^\s*([A-Za-z0-9][\w.-]*)(?!.*:\/\/)/.exec(line)?.[1] ?? [])
}
