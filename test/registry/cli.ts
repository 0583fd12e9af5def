/**
 * `npm run registry`: serves the packed packages until interrupted, and prints what to set in a shell to use them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPacks, startRegistry } from './registry.ts'

const started = performance.now()
const registry = await startRegistry(findPacks())
const home = mkdtempSync(join(tmpdir(), 'motia-home-'))
const env = registry.createEnvironment(home)

console.log(
  `# Serving .packs on ${registry.url} (ready in ${Math.round(performance.now() - started)} ms); Ctrl-C ends it`,
)
for (const name of Object.keys(env).filter((key) => key === 'HOME' || key.startsWith('npm_config_'))) {
  console.log(`export ${name}='${env[name]}'`)
}

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
