/**
 * Projects that the generator made, with installed packages: one is created a run of the suite, and every test file
 * gets a copy with steps of its own.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { createEnvironment } from '../../registry/environment.ts'
import { type Ran, runCommand, succeed } from './command.ts'

export interface Project {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Path of the installed `motia` command. */
  readonly bin: string
  write(path: string, text: string): void
  read(path: string): string
  remove(path: string): void
  /** A command in the project's folder, however it ends. */
  run(command: string, ...args: string[]): Promise<Ran>
  /** `motia …` with the installed command, however it ends. */
  motia(...args: string[]): Promise<Ran>
  /** What `motia … --json` writes. @throws if it fails */
  json<T>(...args: string[]): Promise<T>
  /** Deletes it. */
  dispose(): void
}

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The environment of the suite's user: one home for all files, so that npx downloads once. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return createEnvironment({ ...inject('registry'), home: join(inject('workshop'), 'home') })
}

/** A folder for one test file. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `motia-${name}-`))
}

/** A created project with nothing in it but the files of `test/e2e/fixtures/<name>`. */
export async function createProject(name: string): Promise<Project> {
  const env = userEnvironment()
  const base = await createBase(env)
  const folder = join(makeFolder(name), name)
  // Links: a copy of node_modules would take longer than the tests.
  await succeed('cp', ['-al', base, folder], { cwd: dirname(base), env })
  const fixture = join(FIXTURES, name)
  if (existsSync(fixture)) cpSync(fixture, folder, { recursive: true })
  return openProject(folder, env)
}

/** A project that is there. */
export function openProject(folder: string, env: NodeJS.ProcessEnv): Project {
  const bin = join(folder, 'node_modules/motia/dist/cli/bin.js')
  const motia = (...args: string[]) => runCommand(process.execPath, [bin, ...args], { cwd: folder, env })
  return {
    folder,
    env,
    bin,
    write(path, text) {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      rmSync(file, { force: true }) // it may be a link to the file of another project
      writeFileSync(file, text)
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: (path) => rmSync(join(folder, path)),
    run: (command, ...args) => runCommand(command, args, { cwd: folder, env }),
    motia,
    async json(...args) {
      const { stdout } = await succeed(process.execPath, [bin, ...args, '--json'], { cwd: folder, env })
      return JSON.parse(stdout)
    },
    dispose: () => rmSync(dirname(folder), { recursive: true, force: true }),
  }
}

/** The first test file that asks makes it; the others find it. */
async function createBase(env: NodeJS.ProcessEnv): Promise<string> {
  const workshop = inject('workshop')
  const base = join(workshop, 'base')
  if (existsSync(base)) return base
  const args = [
    '--yes',
    'motia@latest',
    'create',
    'unfinished',
    '--template',
    'minimal',
    '--features',
    'none',
    '--yes',
  ]
  await succeed('npx', args, { cwd: workshop, env })
  renameSync(join(workshop, 'unfinished'), base)
  return base
}
