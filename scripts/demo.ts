/**
 * `npm run demo`: builds and packs, makes the tutorial's project in a temporary folder as a user would (from a registry
 * on loopback), puts the tutorial's files into it, starts it, and says what to try. Ctrl-C ends it and cleans up.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findPacks, startRegistry } from '../test/registry/registry.ts'
import { readTutorialFiles } from '../test/tutorial/blocks.ts'
import { pack } from './pack.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-demo-'))
const project = join(folder, 'motia-tutorial')

try {
  await step('Building and packing', () => pack())
  const registry = await step('Starting a registry on loopback', () => startRegistry(findPacks()))
  try {
    const env = registry.createEnvironment(join(folder, 'home'))
    const create = ['motia@latest', 'create', 'motia-tutorial', '--yes']
    await step(`npx ${create.join(' ')}`, () => runIn(folder, 'npx', ['--yes', ...create], env))
    writeTutorial()
    sayWhatToTry()
    await serve(env)
  } finally {
    await registry.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** All chapters at once; 7.1's config is the one that the generator wrote already. */
function writeTutorial(): void {
  for (const { path, code } of readTutorialFiles().filter(({ path }) => path !== 'motia.config.js')) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), code)
  }
}

function sayWhatToTry(): void {
  console.log(`
The tutorial's project is in ${project}. In another terminal:

  curl -X POST http://localhost:3001/users -H 'Content-Type: application/json' \\
    -d '{"name":"홍길동","email":"hong@example.com","role":"user"}'

  curl -X POST http://localhost:3001/orders -H 'Content-Type: application/json' \\
    -d '{"customerId":"cust_1","items":[{"productId":"p1","quantity":2,"price":29.99}],"paymentMethod":"paypal"}'

  cd ${project} && npx motia runs

and open http://localhost:3000. Ctrl-C here ends the demo and removes the project.
`)
}

/** Until the server ends, or somebody ends this. */
function serve(env: NodeJS.ProcessEnv): Promise<void> {
  // Not by npx: its shell would keep back a signal that is meant for the server.
  const bin = join(project, 'node_modules/.bin/motia')
  const server = spawn(bin, ['dev'], { cwd: project, env, stdio: 'inherit' })
  const end = () => server.kill('SIGTERM')
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return new Promise((resolve) => server.once('close', () => resolve()))
}

function runIn(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed`)),
    )
  })
}

/** Says what goes on, and how long it took. */
async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  const beganAt = performance.now()
  console.log(`▸ ${words} …`)
  const result = await work()
  console.log(`  done in ${((performance.now() - beganAt) / 1000).toFixed(1)} s`)
  return result
}
