/**
 * `npm run demo`: builds and packs, makes the tutorial's project in a temporary folder as a user would (from a registry
 * on loopback), puts the tutorial's files into it, starts it, and says what to try. Ctrl-C ends it and cleans up.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
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
    await step(`npx ${create.join(' ')}`, () => run('npx', ['--yes', ...create], env))
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
The tutorial's project is in
${project}.
Once it is ready (below), in another terminal:

  curl -X POST http://localhost:3001/users -H 'Content-Type: application/json' \\
    -d '{"name":"홍길동","email":"hong@example.com","role":"user"}'

  curl -X POST http://localhost:3001/orders \\
    -H 'Content-Type: application/json' \\
    -d '{"customerId":"cust_1","paymentMethod":"paypal",
         "items":[{"productId":"p1","quantity":2,"price":29.99}]}'

  cd ${project}
  npx motia runs

and open http://localhost:3000. Some steps that the tutorial triggers are not
written in it: each is a warning, once. Ctrl-C ends the demo and removes the
project.
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

/** What it prints is told only if it fails: what it advises is done here. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd: folder, env })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    console.error(`${stdout ?? ''}${stderr ?? ''}`)
    throw error
  }
}

/** Says what goes on, and how long it took. */
async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  const beganAt = performance.now()
  console.log(`▸ ${words} …`)
  const result = await work()
  console.log(`  done in ${((performance.now() - beganAt) / 1000).toFixed(1)} s`)
  return result
}
