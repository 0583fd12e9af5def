/** How a Python worker is started: the project's Python, our package first on its path, UTF-8 throughout. */
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerLaunch } from '../worker-process.ts'
import { findPython, type PythonSettings } from './interpreter.ts'

/** Holds the packages `motia` (for steps) and `motia_worker`. */
export const PYTHON_FOLDER = fileURLToPath(new URL('../../../python', import.meta.url))

/** @throws InterpreterError if there is no Python for it */
export async function pythonLaunch(
  root: string,
  env: NodeJS.ProcessEnv,
  hello: WorkerLaunch['hello'],
  settings: PythonSettings = {},
): Promise<WorkerLaunch> {
  const { command } = await findPython({ root, env }, settings)
  return { command, args: ['-m', 'motia_worker'], cwd: root, env: toEnv(root, env, hello.mode), hello }
}

function toEnv(root: string, env: NodeJS.ProcessEnv, mode: WorkerLaunch['hello']['mode']): NodeJS.ProcessEnv {
  return {
    // No __pycache__ among the steps of whoever develops. Not in production, where each container would begin by
    // compiling every package again.
    ...(mode === 'development' && { PYTHONPYCACHEPREFIX: join(root, '.motia/pycache') }),
    ...env,
    PYTHONPATH: [PYTHON_FOLDER, env.PYTHONPATH].filter(Boolean).join(delimiter),
    PYTHONUTF8: '1',
    PYTHONIOENCODING: 'utf-8',
  }
}
