/**
 * `npm run fuzz`: Schemathesis reads the OpenAPI document of a project with all kinds of schemas, and of the tutorial's, and
 * asks each operation whatever it can think of. Fails on an answer of 5xx, on one that the document does not have, and on bad
 * input that was taken. `-- --seconds 60 --seed 1 --project schemas`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { succeed } from '../test/e2e/harness/command.ts'
import { findPacks, startRegistry } from '../test/registry/registry.ts'
import { readTutorialFiles } from '../test/tutorial/blocks.ts'
import { execute, root } from './command.ts'
import { pack } from './pack.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** `schemas`, `tutorial`, or both. */
    project: { type: 'string', multiple: true, default: ['schemas', 'tutorial'] },
  },
})

const VERSION = '>=4.32,<5'
/**
 * Without those that hold what HTTP does not promise: a key that was sent before is refused although its schema takes it,
 * and Node's own parser answers methods that it does not know.
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
]
/** What is not asked: of the fixture, a step that answers what it did not say, on purpose. */
const EXCEPT: Readonly<Record<string, readonly string[]>> = {
  schemas: ['--exclude-operation-id', 'wrong'],
  // Its handlers read members of a body that no schema has checked: of null, say, which is a failure of theirs.
  tutorial: ['--exclude-checks', 'not_a_server_error'],
}
const READY_MS = 60_000

await pack()
const schemathesis = await installSchemathesis()
const folder = mkdtempSync(join(tmpdir(), 'motia-fuzz-'))
const registry = await startRegistry(findPacks())
try {
  for (const name of values.project) if (!(await fuzz(name))) process.exitCode = 1
} finally {
  await registry.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Into a virtual environment, once. @returns its command */
async function installSchemathesis(): Promise<string> {
  const home = join(root, 'node_modules/.cache/schemathesis')
  const command = join(home, 'bin/schemathesis')
  if (existsSync(command)) return command
  mkdirSync(dirname(home), { recursive: true })
  const here = { cwd: root, env: process.env }
  await succeed('python3', ['-m', 'venv', home], here)
  await succeed(join(home, 'bin/pip'), ['install', '--quiet', `schemathesis${VERSION}`], here)
  return command
}

async function fuzz(name: string): Promise<boolean> {
  const project = await createProject(name)
  const env = registry.createEnvironment(join(folder, 'home'))
  const [port, workbenchPort] = [await freePort(), await freePort()]
  const server = spawn(process.execPath, [join(project, 'node_modules/motia/dist/cli/bin.js'), 'dev'], {
    cwd: project,
    env: { ...env, PORT: String(port), MOTIA_WORKBENCH_PORT: String(workbenchPort) },
    stdio: 'ignore',
  })
  try {
    const url = `http://127.0.0.1:${port}`
    await ready(url)
    console.log(`Fuzzing ${name} for ${values.seconds} s with seed ${values.seed}`)
    const limits = [
      '--max-time',
      values.seconds,
      '--seed',
      values.seed,
      '--phases',
      'examples,coverage,fuzzing',
    ]
    const asked = [
      'run',
      `${url}/openapi.json`,
      '--checks',
      CHECKS.join(','),
      '--no-color',
      ...limits,
      ...(EXCEPT[name] ?? []),
    ]
    const { exitCode, output } = await execute(schemathesis, asked, 'capture')
    console.log(shorten(output))
    return exitCode === 0
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

/** As a user creates one, with the fixture's or the tutorial's steps. */
async function createProject(name: string): Promise<string> {
  const env = registry.createEnvironment(join(folder, 'home'))
  const args = [
    '--yes',
    'motia@latest',
    'create',
    name,
    '--template',
    'minimal',
    '--features',
    'none',
    '--yes',
  ]
  await succeed('npx', args, { cwd: folder, env })
  const project = join(folder, name)
  if (name !== 'tutorial') cpSync(join(root, 'test/e2e/fixtures', name), project, { recursive: true })
  else
    for (const { path, code } of readTutorialFiles().filter(({ path }) => path !== 'motia.config.js')) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), code)
    }
  return project
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + READY_MS
  for (;;) {
    const answer = await fetch(`${url}/openapi.json`).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > until) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A request that it found may be as long as a page. */
function shorten(output: string): string {
  return output.replaceAll(/^(.{300}).+$/gm, '$1…')
}
