/**
 * S6: projects by npm, pnpm, Yarn (1 and 4) and Bun, alone and as members of a workspace: made, installed, tested, built,
 * running.
 */
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand, succeed } from './harness/command.ts'
import { createProject, makeFolder, openProject, type Project } from './harness/project.ts'
import { startServer } from './harness/server.ts'

const folder = makeFolder('managers')
const tools = join(folder, 'tools')
/** Their packages on npm; Bun's for this system, which needs no install script. */
const PACKAGES = ['pnpm@10', '@yarnpkg/cli-dist@4', 'yarn@1', `@oven/bun-${process.platform}-${process.arch}`]
const LOCK_FILES = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml', yarn: 'yarn.lock', bun: 'bun.lock' }
const MANAGERS = [
  { title: 'npm', manager: 'npm' },
  { title: 'pnpm', manager: 'pnpm' },
  { title: 'Yarn', manager: 'yarn' },
  { title: 'Yarn 1', manager: 'yarn', folder: 'yarn-1' },
  { title: 'Bun', manager: 'bun' },
] as const
let base: Project
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  base = await createProject('managers')
  mkdirSync(tools)
  writeFileSync(join(tools, 'package.json'), '{ "private": true }')
  await succeed('npm', ['install', '--no-audit', '--ignore-scripts', ...PACKAGES], {
    cwd: tools,
    env: base.env,
  })
  const modules = join(tools, 'node_modules')
  const programs = {
    'bin/pnpm': join(modules, 'pnpm/bin/pnpm.cjs'),
    'bin/yarn': join(modules, '@yarnpkg/cli-dist/bin/yarn.js'),
    'bin/bun': join(modules, PACKAGES.at(-1) ?? '', 'bin/bun'),
    'yarn-1/yarn': join(modules, 'yarn/bin/yarn.js'),
  }
  for (const [name, program] of Object.entries(programs)) {
    mkdirSync(dirname(join(tools, name)), { recursive: true })
    chmodSync(program, 0o755)
    symlinkSync(program, join(tools, name))
  }
  env = {
    ...base.env,
    XDG_CACHE_HOME: join(folder, 'cache'),
    YARN_NPM_REGISTRY_SERVER: base.env.npm_config_registry,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1', // the registry on loopback
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', // CI sets it
  }
}, 300_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  base?.dispose()
})

const create = (cwd: string, ...args: string[]) =>
  succeed(process.execPath, [base.bin, 'create', ...args, '--template', 'minimal', '--yes'], { cwd, env })

/** Tests and builds it, and asks it once while it runs, each by the package manager's own way to a script. */
async function works(project: Project, manager: string): Promise<void> {
  const tested = await runCommand(manager, ['run', 'test'], { cwd: project.folder, env })
  expect([tested.exitCode, tested.stdout]).toEqual([0, expect.stringMatching(/pass 1$/m)])
  const built = await runCommand(manager, ['run', 'build'], { cwd: project.folder, env })
  expect([built.exitCode, built.stdout]).toEqual([0, expect.stringContaining('built 1 step')])
  const server = await startServer(project, { env })
  const answer = await server.request('GET', '/hello?name=you')
  expect([answer.status, answer.body]).toEqual([200, { message: 'Hello, you!' }])
  expect(await server.stop()).toBe(0)
}

/** With the command that the project has, or that is above it in a workspace. */
function open(path: string, root = path): Project {
  const project = openProject(path, env)
  const bin = [path, root].map((at) => join(at, 'node_modules/motia/dist/cli/bin.js')).find(existsSync)
  return { ...project, bin: bin ?? project.bin }
}

describe.each(MANAGERS)('$title', ({ manager, ...given }) => {
  const name = 'folder' in given ? given.folder : manager
  beforeAll(() => {
    const folders = ['folder' in given ? [join(tools, given.folder)] : [], join(tools, 'bin'), base.env.PATH]
    env.PATH = folders.flat().join(delimiter)
  })

  it('S6: installs a new project, which builds and runs', async () => {
    await create(folder, `by-${name}`, '--package-manager', manager)
    const path = join(folder, `by-${name}`)
    expect(existsSync(join(path, LOCK_FILES[manager]))).toBe(true)
    await works(open(path), manager)
  }, 300_000)

  it('S6: installs a member of a workspace at its root, without a lock file of its own', async () => {
    const root = join(folder, `workspace-${name}`)
    mkdirSync(root)
    const manifest = { name: 'all', private: true, workspaces: ['apps/*'] }
    writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(root, LOCK_FILES[manager]), manager === 'npm' ? '{ "lockfileVersion": 3 }' : '')
    if (manager === 'pnpm') writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - apps/*\n')
    if (manager === 'yarn') writeFileSync(join(root, '.yarnrc.yml'), 'nodeLinker: node-modules\n')
    const { stdout } = await create(root, 'apps/shop')
    expect(stdout).toContain('It is a member of the workspace')
    const path = join(root, 'apps/shop')
    for (const file of Object.values(LOCK_FILES))
      expect([file, existsSync(join(path, file))]).toEqual([file, false])
    await works(open(path, root), manager)
  }, 300_000)
})
