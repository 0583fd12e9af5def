/** Peers that are written in Python: a virtual environment of the newest that PyPI has, made once, in .cache/. */
import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureSystemPackages } from '../../test/system-packages.ts'

const runFile = promisify(execFile)
const PACKAGES = ['celery[redis]', 'hiredis', 'fastapi', 'uvicorn[standard]']
const folder = fileURLToPath(new URL('../.cache/python-peers', import.meta.url))
/** Where an installation that was not interrupted ends. */
const LAST_FILE = join(folder, 'bin/uvicorn')

/** The absolute path of a command of theirs, or of their `python`. */
export function pythonCommand(name: string): string {
  return join(folder, 'bin', name)
}

/** Installs them, unless they are there. Delete the folder for newer ones. */
export async function ensurePythonPeers(): Promise<void> {
  if (existsSync(LAST_FILE)) return
  await ensureSystemPackages(['python3', 'python3-venv'])
  console.log(`Installing ${PACKAGES.join(', ')}`)
  rmSync(folder, { recursive: true, force: true })
  await runFile('python3', ['-m', 'venv', folder])
  await runFile(pythonCommand('python'), ['-m', 'pip', 'install', '--quiet', ...PACKAGES])
}

/** Of Python, under that name, and of packages. */
export async function pythonVersions(packages: readonly string[]): Promise<Record<string, string>> {
  await ensurePythonPeers()
  const code = [
    'import json, platform, sys',
    'from importlib.metadata import version',
    'print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in sys.argv[1:]}}))',
  ].join('\n')
  const { stdout } = await runFile(pythonCommand('python'), ['-c', code, ...packages])
  return JSON.parse(stdout)
}
