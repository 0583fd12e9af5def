/** Files that are loaded for what they are called: what stands around steps, and what is said where it cannot. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepLastGood } from '../dev/last-good.ts'
import { compileProject } from './compile.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { loadMiddleware, loadPlugin, middlewareOf } from './load-middleware.ts'
import { readManifest } from './manifest.ts'

let project: TempProject

beforeAll(() => process.setSourceMapsEnabled(true))
beforeEach(async () => {
  project = await createTempProject()
})
afterEach(() => project.dispose())

const CORE = "import { api, middleware } from '@motia/core'\n"
const guard = (name: string) => `${CORE}export default middleware(() => '${name}')\n`
const step = (id: string) =>
  `${CORE}export default api({ id: '${id}', method: 'GET', path: '/${id}' }, () => 1)\n`

async function compile(files: Readonly<Record<string, string>>) {
  project.write(files)
  return compileProject({ root: project.root })
}

async function load(files: Readonly<Record<string, string>>) {
  const manifest = await compile(files)
  const loaded = await loadMiddleware(project.root, manifest.middleware)
  return { ...loaded, mistakes: [...manifest.mistakes, ...loaded.mistakes] }
}

describe('middleware files', () => {
  it('stand around the steps of their folder and below, the outermost first', async () => {
    const { middleware, mistakes } = await load({
      'motia/steps/admin/_middleware.ts': guard('admin'),
      'motia/_middleware.js': 'module.exports = () => "app"',
      'motia/steps/admin/users/a.ts': step('a'),
      'motia/steps/admins/b.ts': step('b'),
      'src/_middleware.ts': `${CORE}export default [() => 'one', middleware(() => 'two')]`,
    })
    expect(mistakes).toEqual([])
    const around = (file: string) =>
      middlewareOf(file, middleware).map(({ handle }) => (handle as () => unknown)())
    expect(around('motia/steps/admin/users/a.ts')).toEqual(['app', 'admin'])
    expect(around('motia/steps/admin/users/a.py')).toEqual(['app', 'admin'])
    expect(around('motia/steps/admins/b.ts')).toEqual(['app'])
    expect(around('src/c.ts')).toEqual(['one', 'two'])
  })

  it('are no files of steps, and matter to a reload', async () => {
    const manifest = await compile({ 'motia/_middleware.ts': guard('app'), 'motia/a.ts': step('a') })
    expect(manifest.files.map(({ source }) => source)).toEqual(['motia/a.ts'])
    expect(manifest.inputs.map(({ file }) => file)).toContain('motia/_middleware.ts')
  })

  it('are found where a build has moved to', async () => {
    const { buildDir } = await compile({
      'motia/_middleware.ts': guard('app'),
      'motia/fastify.ts': 'export default async () => {}',
      'motia/a.ts': step('a'),
    })
    const moved = join(project.root, 'moved')
    cpSync(buildDir, moved, { recursive: true })
    const manifest = await readManifest(moved)
    expect(manifest?.middleware[0]?.output).toContain(moved)
    expect(manifest?.fastify?.output).toContain(moved)
  })

  it.each([
    ['no default export', 'export const other = 1', 'has no default export: it must be a middleware'],
    ['no function', 'export default { handle() {} }', 'exports no function as its default'],
    ['an error', "throw new Error('no key')\nexport default () => {}", 'could not be loaded: Error: no key'],
  ])('with %s are named, and let nobody pass', async (_, text, message) => {
    const { middleware, mistakes } = await load({ 'motia/_middleware.ts': text, 'motia/a.ts': step('a') })
    expect(mistakes).toMatchObject([
      { file: 'motia/_middleware.ts', message: expect.stringContaining(message) },
    ])
    expect(middleware[0]?.handle).toThrow(
      expect.objectContaining({
        code: 'MOTIA_MIDDLEWARE',
        message: expect.stringContaining('_middleware.ts'),
      }),
    )
  })

  it('that cannot be compiled are told once, and let nobody pass', async () => {
    const { middleware, mistakes } = await load({
      'motia/_middleware.ts': 'export default (',
      'motia/a.ts': step('a'),
    })
    expect(mistakes).toMatchObject([{ file: 'motia/_middleware.ts', line: 1 }])
    expect(middleware[0]?.handle).toThrow('could not be loaded')
  })

  it('that break while they are edited go on as they were', async () => {
    const good = await compile({ 'motia/_middleware.ts': guard('app'), 'motia/a.ts': step('a') })
    const broken = await compile({ 'motia/_middleware.ts': 'export default (' })
    expect(broken.middleware).toEqual([{ source: 'motia/_middleware.ts' }])
    expect(keepLastGood(good, broken).middleware).toEqual(good.middleware)
    project.remove('motia/_middleware.ts')
    expect(keepLastGood(good, await compile({})).middleware).toEqual([])
  })
})

describe('the plugin of a project', () => {
  it('is the default export of motia/fastify', async () => {
    const { fastify } = await compile({ 'motia/fastify.ts': "export default async () => 'registered'" })
    const plugin = (await loadPlugin(project.root, fastify ?? { source: '' })) as () => unknown
    expect(await plugin()).toBe('registered')
  })

  it.each([
    ['', 'has no default export: it must be a plugin'],
    ["import '@fastify/helmet-that-is-not-there'\nexport default () => {}", 'could not be loaded'],
    ['export default (', 'could not be loaded'],
  ])('that is %j is named', async (text, message) => {
    const { fastify } = await compile({ 'motia/fastify.ts': `export {}\n${text}` })
    await expect(loadPlugin(project.root, fastify ?? { source: '' })).rejects.toMatchObject({
      code: 'MOTIA_FASTIFY',
      message: expect.stringContaining(message),
    })
  })
})
