/** A process of the other side: a file of peers/ on the Node binary under test, told its options as JSON. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Child, cleanEnvironment, keepChild } from './child-process.ts'

/** Resolves when it says that it is ready. @param file in peers/ */
export async function startPeer(file: string, node: string, options: object): Promise<Child> {
  const path = fileURLToPath(new URL(`../peers/${file}`, import.meta.url))
  const forked = fork(path, [JSON.stringify(options)], {
    execPath: node,
    execArgv: [],
    env: { ...cleanEnvironment(), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const child = keepChild(forked, file)
  const ready = new Promise<void>((resolve) => forked.once('message', () => resolve()))
  await Promise.race([child.died, ready])
  return child
}
