/**
 * `npm run registry`: serves the packed packages until interrupted, and prints what to set in a shell to use them: the
 * registry, and a cache of its own, so that npx neither takes nor leaves a `motia` of another registry.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPacks, startRegistry } from './registry.ts'

const registry = await startRegistry(findPacks())
const home = mkdtempSync(join(tmpdir(), 'motia-home-'))
const env = registry.createEnvironment(home)

console.log(`The packages in .packs are served on ${registry.url}.
Paste this into another shell:
`)
for (const name of ['npm_config_registry', 'npm_config_cache']) console.log(`  export ${name}='${env[name]}'`)
console.log(`
There,

  npx motia@latest create my-app --yes

makes a project. Keep this running meanwhile; Ctrl-C ends it.`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)

/** npm passes on the signal that a terminal has already sent: the second must not cut in. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await registry.stop()
  rmSync(home, { recursive: true, force: true })
  process.exit()
}
