/** How a Node worker is started: this very Node, the worker's entry beside ours. */
import { fileURLToPath } from 'node:url'
import type { WorkerLaunch } from '../worker-process.ts'

const ENTRY = fileURLToPath(new URL('../../worker.js', import.meta.url))

export function nodeLaunch(root: string, env: NodeJS.ProcessEnv, hello: WorkerLaunch['hello']): WorkerLaunch {
  // A debugger's port belongs to the app; a worker would fail to take it again.
  const args = process.execArgv.filter((arg) => !arg.startsWith('--inspect'))
  return { command: process.execPath, args: [...args, ENTRY], cwd: root, env, hello }
}
