/**
 * `npm run registry`: serves the packed packages until interrupted, and prints what to set in a shell to use them.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPacks, startRegistry } from './registry.ts'

const started = performance.now()
const registry = await startRegistry(findPacks())
const env = registry.createEnvironment(mkdtempSync(join(tmpdir(), 'motia-home-')))

console.log(
  `# Serving .packs on ${registry.url} (ready in ${Math.round(performance.now() - started)} ms); Ctrl-C ends it`,
)
for (const name of Object.keys(env).filter((key) => key === 'HOME' || key.startsWith('npm_config_'))) {
  console.log(`export ${name}='${env[name]}'`)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await registry.stop()
    process.exit()
  })
}
