/** How a Node worker is started: this very Node, the worker's entry beside ours. */
import { fileURLToPath } from 'node:url'
import type { ChildCommand } from '../worker-child.ts'
import type { WorkerLaunch } from '../worker-process.ts'

const ENTRY = fileURLToPath(new URL('../../worker.js', import.meta.url))

export function nodeLaunch(root: string, env: NodeJS.ProcessEnv, hello: WorkerLaunch['hello']): WorkerLaunch {
  return { ...nodeCommand(root, env), hello }
}

/** What is spawned, which does not depend on what it is to load. */
export function nodeCommand(root: string, env: NodeJS.ProcessEnv): ChildCommand {
  // A debugger's port belongs to the app; a worker would fail to take it again.
  const args = process.execArgv.filter((arg) => !arg.startsWith('--inspect'))
  return { command: process.execPath, args: [...args, ENTRY], cwd: root, env }
}
