/** How a Node worker is started: this very Node, the worker's entry beside ours. */
import { fileURLToPath } from 'node:url'
import type { ChildCommand } from '../worker-child.ts'
import type { WorkerLaunch } from '../worker-process.ts'
import type { Preload } from './preload.ts'

const ENTRY = fileURLToPath(new URL('../../worker.js', import.meta.url))

export function nodeLaunch(root: string, env: NodeJS.ProcessEnv, hello: WorkerLaunch['hello']): WorkerLaunch {
  return { ...nodeCommand(root, env), hello }
}

/** What is spawned, which does not depend on the project. @param ahead what it loads until it is given that */
export function nodeCommand(root: string, env: NodeJS.ProcessEnv, ahead?: Preload): ChildCommand {
  // A debugger's port belongs to the app; a worker would fail to take it again.
  const args = process.execArgv.filter((arg) => !arg.startsWith('--inspect'))
  const own = ahead ? [ENTRY, JSON.stringify(ahead)] : [ENTRY]
  return { command: process.execPath, args: [...args, ...own], cwd: root, env }
}
