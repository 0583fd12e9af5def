/** `motia create` for those who are no person at a terminal, and for every combination of answers. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandOptions, type Ran, runCommand } from './harness/command.ts'
import { createProject, makeFolder, openProject, type Project } from './harness/project.ts'
import { startServer } from './harness/server.ts'

const folder = makeFolder('create')
let base: Project

beforeAll(async () => {
  base = await createProject('create')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  base?.dispose()
})

function create(args: readonly string[], options: Partial<CommandOptions> = {}): Promise<Ran> {
  return runCommand(process.execPath, [base.bin, 'create', ...args], {
    cwd: folder,
    env: base.env,
    ...options,
  })
}

const filesOf = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1))
    .sort()

const read = (name: string, path: string) => readFileSync(join(folder, name, path), 'utf8')

/** The kinds of step that a project's sources make. */
function kindsOf(name: string): string[] {
  const sources = filesOf(name).filter((path) => /^motia\/.*\.[jt]s$/.test(path))
  const found = sources.flatMap((path) => read(name, path).match(/export default (api|event|cron)\b/g) ?? [])
  return [...new Set(found.map((text) => text.split(' ').at(-1) as string))].sort()
}

describe('create without a terminal', () => {
  it('S11: takes the defaults, and does not wait for a pipe that says nothing', async () => {
    const ran = await create(['quiet', '--no-install'], { stdin: 'open' })
    expect([ran.exitCode, ran.stderr]).toEqual([0, ''])
    expect(existsSync(join(folder, 'quiet/package.json'))).toBe(true)
    expect(ran.tookMs).toBeLessThan(10_000)
  })

  it('S11: takes answers from flags', async () => {
    const args = [
      'by-flags',
      '--template',
      'minimal',
      '--language',
      'javascript',
      '--features',
      'api',
      '--no-install',
      '--yes',
    ]
    expect((await create(args)).exitCode).toBe(0)
    expect(filesOf('by-flags')).toContain('motia/steps/hello.js')
    expect(kindsOf('by-flags')).toEqual(['api'])
  })

  it('S11: takes answers from lines of stdin, in the order of the questions', async () => {
    const ran = await create(['-i'], { stdin: 'by-lines\nminimal\nTypeScript\nAPI + Background Jobs\nno\n' })
    expect(ran.exitCode).toBe(0)
    expect(kindsOf('by-lines')).toEqual(['api', 'cron', 'event'])
    expect(existsSync(join(folder, 'by-lines/node_modules'))).toBe(false)
  })

  it('names a wrong answer and writes nothing', async () => {
    const ran = await create(['wrong', '--template', 'blog', '--features', 'apis', '--no-install'])
    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toMatch(/"blog".*full-stack/)
    expect(ran.stderr).toMatch(/"apis"/)
    expect(existsSync(join(folder, 'wrong'))).toBe(false)
  })
})

describe('a new project', () => {
  it('S12: has the folders and files that the tutorial shows; `web` if it was chosen', async () => {
    await create(['full', '--no-install', '--yes'])
    const shown = [
      'motia/steps/',
      'motia/events/',
      'motia/workflows/',
      'web/',
      'package.json',
      'motia.config.js',
    ]
    const files = filesOf('full')
    expect(shown.filter((path) => !files.some((file) => file === path || file.startsWith(path)))).toEqual([])
    await create(['no-web', '--template', 'api', '--no-install', '--yes'])
    expect(filesOf('no-web').filter((path) => path.startsWith('web/'))).toEqual([])
    expect(filesOf('no-web')).toEqual(expect.arrayContaining(['package.json', 'motia.config.js']))
  })

  it.each([
    ['api', ['api']],
    ['jobs', ['cron', 'event']],
    ['ai', ['api']],
    ['api,jobs,ai', ['api', 'cron', 'event']],
    ['none', []],
  ])('S13: with the features %s has steps of these kinds: %s', async (features, kinds) => {
    const name = `features-${features.replaceAll(',', '-')}`
    await create([name, '--features', features, '--no-install', '--yes'])
    expect(kindsOf(name)).toEqual(kinds)
    const hasModel = filesOf(name).some((path) => path.startsWith('motia/ai/'))
    expect(hasModel).toBe(features.includes('ai'))
  })

  it('S21: has the scripts, and the framework as a runtime dependency', async () => {
    await create(['scripts', '--no-install', '--yes'])
    const { scripts, dependencies, devDependencies } = JSON.parse(read('scripts', 'package.json'))
    expect(scripts).toMatchObject({ dev: 'motia dev', build: 'motia build', start: 'motia start' })
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['motia', '@motia/core', 'zod']))
    expect(Object.keys(devDependencies ?? {})).not.toContain('motia')
  })

  it('S13: with AI Integration has a step that answers without a key, and says how to plug a model in', async () => {
    await create(['model', '--template', 'minimal', '--features', 'ai', '--no-install', '--yes'])
    const path = join(folder, 'model')
    await runCommand('cp', ['-al', join(base.folder, 'node_modules'), path], { cwd: folder, env: base.env })
    const server = await startServer(openProject(path, base.env))
    const answer = await server.request('POST', '/ask', { question: 'What is a step?' })
    expect(answer).toMatchObject({ status: 200, body: { answer: expect.stringMatching(/\w/) } })
    await server.stop()
    expect(read('model', 'motia/ai/provider.ts')).toMatch(/API_KEY/)
    expect(read('model', '.env.example')).toMatch(/API_KEY/)
  })
})

describe('a folder that is not empty', () => {
  it('S22: is refused, and nothing in it changes', async () => {
    mkdirSync(join(folder, 'taken'))
    writeFileSync(join(folder, 'taken/package.json'), 'mine')
    for (const args of [['taken', '--yes'], ['taken', '-i'], ['taken']]) {
      const ran = await create([...args, '--no-install'])
      expect([args, ran.exitCode]).toEqual([args, 1])
      expect(ran.stderr).toContain('not empty')
    }
    expect(filesOf('taken')).toEqual(['package.json'])
    expect(read('taken', 'package.json')).toBe('mine')
  })

  it('S22: is refused while asking, too', async () => {
    const ran = await create(['-i'], { stdin: 'taken\n' })
    expect(ran.exitCode).toBe(1)
    expect(read('taken', 'package.json')).toBe('mine')
  })
})
