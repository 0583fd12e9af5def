import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCreate } from './command.ts'
import { RESOLUTIONS } from './resolutions.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'motia-create-'))
})

afterEach(() => {
  rmSync(cwd, { recursive: true })
})

/** Runs `motia create` in the test's folder, with a pipe for stdin. */
async function create(
  args: string,
  { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const shown = { stdout: '', stderr: '' }
  const collect = (name: keyof typeof shown) =>
    new PassThrough().on('data', (chunk) => {
      shown[name] += chunk
    })
  const stdin = new PassThrough()
  stdin.end(input)
  const io = { stdin, stdout: collect('stdout'), stderr: collect('stderr'), cwd, env: { PATH: '', ...env } }
  const exitCode = await runCreate(args.split(' ').filter(Boolean), io)
  return { exitCode, ...shown }
}

function read(...path: string[]): string {
  return readFileSync(join(cwd, ...path), 'utf8')
}

it('makes the project of chapter 1 from piped answers', async () => {
  const input =
    'motia-tutorial\nFull-stack (recommended)\nTypeScript\nAPI, Background Jobs, AI Integration\nno\n'
  const { exitCode, stdout } = await create('-i', { input })
  expect(exitCode).toBe(0)
  const project = readdirSync(join(cwd, 'motia-tutorial'))
  expect(project).toEqual(
    expect.arrayContaining(['motia', 'web', 'package.json', 'motia.config.js', 'requirements.txt']),
  )
  expect(readdirSync(join(cwd, 'motia-tutorial/motia'))).toEqual(
    expect.arrayContaining(['steps', 'events', 'workflows']),
  )
  expect(stdout).toContain('  cd motia-tutorial\n  npm install\n  npm run dev\n')
  expect(stdout).toContain('  curl http://localhost:3001/books\n')
})

it('makes the default project where nobody can answer, without reading stdin', async () => {
  const { exitCode } = await create('--no-install', { input: 'ignored\n' })
  expect(exitCode).toBe(0)
  expect(readdirSync(cwd)).toEqual(['motia-app'])
  expect(existsSync(join(cwd, 'motia-app/web/index.html'))).toBe(true)
})

it('takes everything from flags', async () => {
  const { exitCode, stdout } = await create(
    'apps/one --template minimal --language javascript --features api,jobs --package-manager pnpm --no-install --yes',
  )
  expect(exitCode).toBe(0)
  expect(existsSync(join(cwd, 'apps/one/motia/steps/hello.js'))).toBe(true)
  expect(existsSync(join(cwd, 'apps/one/web'))).toBe(false)
  expect(read('apps/one/Dockerfile')).toContain('pnpm install --prod')
  expect(stdout).toContain('  cd apps/one\n  pnpm install\n  pnpm dev\n')
})

it('asks only for what flags left open', async () => {
  const input = 'javascript\n\nno\n'
  const { stdout } = await create('shop -i --template api', { input })
  expect(stdout).not.toContain('Project name')
  expect(stdout).not.toContain('Template')
  expect(read('shop/motia/steps/shop/list-books.js')).toContain("from '../../books.js'")
})

it('makes a project of the current folder', async () => {
  mkdirSync(join(cwd, '.git'))
  const { exitCode, stdout } = await create('. --no-install')
  expect(exitCode).toBe(0)
  expect(existsSync(join(cwd, 'package.json'))).toBe(true)
  expect(stdout).not.toContain('cd ')
})

it('gives a folder in any script a package name that npm takes', async () => {
  await create('모티아-서점 --no-install')
  expect(JSON.parse(read('모티아-서점/package.json')).name).toBe('motia-app')
  expect(read('모티아-서점/README.md')).toContain('# 모티아-서점')
  expect(read('모티아-서점/web/index.html')).toContain('<title>모티아-서점</title>')
})

it('escapes the name where it stands in a page', async () => {
  await create('a<b>&c --no-install')
  expect(read('a<b>&c/web/index.html')).toContain('<title>a&#60;b&#62;&#38;c</title>')
})

it('refuses a folder that is not empty, and writes nothing', async () => {
  mkdirSync(join(cwd, 'shop'))
  writeFileSync(join(cwd, 'shop/package.json'), 'mine')
  for (const args of ['shop --no-install', 'shop --yes', 'shop -i']) {
    const { exitCode, stderr } = await create(args)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('"shop" is not empty (it holds package.json)')
  }
  expect(readdirSync(join(cwd, 'shop'))).toEqual(['package.json'])
  expect(read('shop/package.json')).toBe('mine')
})

it('refuses such a folder when it is named in an answer', async () => {
  mkdirSync(join(cwd, 'shop/src'), { recursive: true })
  const { exitCode, stderr } = await create('-i', { input: 'shop\n' })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('"shop" is not empty')
})

it('names every wrong flag at once, each with the nearest right word, and exits 2', async () => {
  const { exitCode, stderr } = await create(
    'shop --template fulstack --features api,job --package-manager npn',
  )
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Did you mean "full-stack"?')
  expect(stderr).toContain('Did you mean "jobs"?')
  expect(stderr).toContain('Did you mean "npm"?')
  expect(readdirSync(cwd)).toEqual([])
})

it('exits 2 on a flag that it does not know, and on too many folders', async () => {
  expect(await create('shop --templat minimal')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--template'),
  })
  expect(await create('one two')).toMatchObject({ exitCode: 2 })
  expect(readdirSync(cwd)).toEqual([])
})

it('makes a project in several languages, and says what to type for its Python', async () => {
  const { exitCode, stdout } = await create('book --language multi --no-install')
  expect(exitCode).toBe(0)
  const steps = readdirSync(join(cwd, 'book/motia/steps'))
  expect(steps).toEqual(expect.arrayContaining(['take-note.ts', 'read_mood.py', 'write_reply.rb']))
  expect(stdout).toContain('  cd book\n  npm install\n  npx motia install\n  npm run dev\n')
})

it('shows its flags with --help', async () => {
  const { exitCode, stdout } = await create('--help')
  expect(exitCode).toBe(0)
  for (const flag of [
    '--template',
    '--language',
    '--features',
    '--package-manager',
    '--no-install',
    '--yes',
    '-i',
  ]) {
    expect(stdout).toContain(flag)
  }
})

it('depends on the version that made it', async () => {
  await create('shop --no-install')
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(JSON.parse(read('shop/package.json')).dependencies).toMatchObject({
    motia: version,
    '@motia/core': version,
  })
})

/** A package manager that writes down where and how it was called. */
function fakePackageManager(name: string, exitCode: number): NodeJS.ProcessEnv {
  const bin = join(cwd, '.bin')
  mkdirSync(bin)
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $* here"\npwd > called\nexit ${exitCode}\n`)
  chmodSync(join(bin, name), 0o755)
  return { PATH: `${bin}:/bin:/usr/bin` }
}

it('installs with the package manager that runs it', async () => {
  const env = { ...fakePackageManager('pnpm', 0), npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v20' }
  const { exitCode, stdout } = await create('shop', { env })
  expect(exitCode).toBe(0)
  expect(read('shop/called').trim()).toMatch(/shop$/)
  expect(stdout).toContain('pnpm install here')
  expect(stdout).toContain('Next:\n  cd shop\n  pnpm dev\n')
})

it('keeps the project when the install fails, says so, and says how to go on', async () => {
  const { exitCode, stdout, stderr } = await create('shop', { env: fakePackageManager('npm', 7) })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('The packages were not installed: npm ended with exit code 7.')
  expect(stdout).toContain('  cd shop\n  npm install\n  npm run dev\n')
  expect(existsSync(join(cwd, 'shop/package.json'))).toBe(true)
})

/** A package manager that installs a Motia whose `motia install` ends like this. */
function fakeMotia(exitCode: number): NodeJS.ProcessEnv {
  const env = fakePackageManager('npm', 0)
  const motia = `console.log('motia', ...process.argv.slice(2), 'here'); process.exitCode = ${exitCode}`
  const folder = 'node_modules/motia/dist/cli'
  writeFileSync(join(cwd, '.bin/npm'), `#!/bin/sh\nmkdir -p ${folder}\necho "${motia}" > ${folder}/bin.js\n`)
  return env
}

it('lets the Motia that it installed make an environment for Python', async () => {
  const { exitCode, stdout } = await create('book --language python', { env: fakeMotia(0) })
  expect(exitCode).toBe(0)
  expect(stdout).toContain('motia install here\n')
  expect(stdout).toContain('Next:\n  cd book\n  npm run dev\n')
})

it('says so when Python is not ready, and how to go on', async () => {
  const { exitCode, stdout, stderr } = await create('book --language multi', { env: fakeMotia(1) })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('Python is not ready: motia install ended with exit code 1.')
  expect(stdout).toContain('Next:\n  cd book\n  npx motia install\n  npm run dev\n')
})

it('asks for no Python where there is none of it', async () => {
  const { exitCode, stdout } = await create('book --language ruby', { env: fakeMotia(1) })
  expect([exitCode, stdout.includes('motia install')]).toEqual([0, false])
})

it('says so when the package manager is not there', async () => {
  const { exitCode, stderr } = await create('shop --package-manager bun', { env: { PATH: cwd } })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('bun is not installed')
  expect(existsSync(join(cwd, 'shop/package.json'))).toBe(true)
})

it('joins a workspace: installs at its root, with its package manager, and adds no lock file', async () => {
  writeFileSync(join(cwd, 'package.json'), '{ "workspaces": ["apps/*"] }')
  writeFileSync(join(cwd, 'pnpm-workspace.yaml'), 'packages:\n  - apps/*\n')
  const { exitCode, stdout } = await create('apps/shop', { env: fakePackageManager('pnpm', 0) })
  expect(exitCode).toBe(0)
  expect(read('called').trim()).toBe(realpathSync(cwd))
  expect(existsSync(join(cwd, 'apps/shop/Dockerfile'))).toBe(false)
  expect(stdout).toContain('It is a member of the workspace')
  expect(stdout).toContain('Next:\n  cd apps/shop\n  pnpm dev\n')
})

it('writes resolutions where Yarn heeds them: at the root of a workspace', async () => {
  writeFileSync(join(cwd, 'package.json'), '{ "workspaces": ["apps/*"] }')
  writeFileSync(join(cwd, 'yarn.lock'), '')
  const { stdout } = await create('apps/shop', { env: fakePackageManager('yarn', 0) })
  expect(stdout).toContain('Its package.json has resolutions of light-my-request now')
  expect(JSON.parse(read('package.json')).resolutions).toEqual(RESOLUTIONS)
  expect(JSON.parse(read('apps/shop/package.json')).resolutions).toBeUndefined()
})

it('says what to add to a workspace that does not list it, and installs nothing', async () => {
  writeFileSync(join(cwd, 'package.json'), '{ "workspaces": ["apps/*"] }')
  const { exitCode, stdout } = await create('shop', { env: fakePackageManager('npm', 0) })
  expect([exitCode, existsSync(join(cwd, 'called'))]).toEqual([0, false])
  expect(stdout).toContain('First, add "shop" to "workspaces" of package.json in')
  expect(stdout).toContain('Next:\n  cd shop\n  npm install\n  npm run dev\n')
})

it('asks whether to install with the package manager of the workspace', async () => {
  writeFileSync(join(cwd, 'package.json'), '{ "workspaces": ["apps/*"], "packageManager": "yarn@4.9.0" }')
  const { stdout } = await create('-i', { input: 'apps/shop\nminimal\n\n\nno\n' })
  expect(stdout).toContain('Install packages with yarn?')
})

it('refuses another package manager than the workspace has, and writes nothing', async () => {
  writeFileSync(join(cwd, 'package.json'), '{ "workspaces": ["apps/*"] }')
  const { exitCode, stderr } = await create('apps/shop -p bun')
  expect([exitCode, existsSync(join(cwd, 'apps'))]).toEqual([1, false])
  expect(stderr).toContain('is a workspace of npm')
})
