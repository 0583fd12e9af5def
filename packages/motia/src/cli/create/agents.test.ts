/** AGENTS.md of created projects: short, true to the project, and its examples work in their languages. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStep } from '@motia/core/step'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { compileProject } from '../../discovery/compile.ts'
import { createFakeIo } from '../fixtures/fake-io.ts'
import { loadProgram, runProgram } from '../program.ts'
import { LANGUAGES, type Language } from './choice.ts'
import { composeProject } from './project.ts'
import { assumeAnswers } from './question.ts'
import { writeProject } from './write.ts'

vi.setConfig({ testTimeout: 60_000 }) // interpreters and the compiler take their time on a busy machine

const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const NAMES = { name: 'shop', packageName: 'shop', motiaVersion: '0.0.0' }
const MAX_LINES = 120
const IDS: Readonly<Record<Language, readonly string[]>> = {
  typescript: ['check-all', 'check-bookmark', 'save-bookmark'],
  javascript: ['check-all', 'check-bookmark', 'save-bookmark'],
  python: ['add-tag', 'count-tag'],
  ruby: ['add-label', 'count-label'],
  multi: ['add-label', 'add-tag', 'check-all', 'check-bookmark', 'count-label', 'count-tag', 'save-bookmark'],
}

let folder: string
beforeAll(
  () => void spawnSync(join(workspace, 'node_modules/.bin/tsc'), ['-b', 'packages/core'], { cwd: workspace }),
  60_000,
)
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-agents-')))
  for (const name of ['zod', '@types/node']) {
    const path = join(folder, 'node_modules', name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(workspace, 'node_modules', name), path)
  }
  // As it is packed: tsc leaves out what is no TypeScript.
  const core = join(folder, 'node_modules/@motia/core')
  for (const part of ['package.json', 'dist'])
    cpSync(join(workspace, 'packages/core', part), join(core, part), { recursive: true })
  cpSync(join(workspace, 'packages/core/src/index.cjs'), join(core, 'dist/index.cjs'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function compose(language: Language) {
  const answers = assumeAnswers({ packageManager: 'npm', template: 'minimal', language, features: [] })
  const files = composeProject(answers, NAMES)
  return { files, text: files.get('AGENTS.md') ?? '' }
}

/** The examples, by the path that their first line names. */
function examplesOf(text: string): [path: string, code: string][] {
  const blocks = [...text.matchAll(/^```\w+\n(?:\/\/|#) (motia\/\S+)\n([\s\S]*?)^```/gm)]
  return blocks.map(([, path = '', code = '']) => [path, code])
}

/** Compiled as a project, and imported: what their default exports are. */
async function idsOfScripts(root: string, text: string): Promise<string[]> {
  const { mistakes } = await compileProject({ root })
  expect(mistakes).toEqual([])
  const files = examplesOf(text).filter(([path]) => /\.[jt]s$/.test(path))
  const found = files.map(async ([path]) => (await import(join(root, path))).default)
  return (await Promise.all(found)).filter(isStep).map(({ options }) => options.id)
}

/** As their own workers tell. */
async function idsOfOthers(root: string, language: Language): Promise<string[]> {
  if (language === 'typescript' || language === 'javascript') return []
  rmSync(join(root, 'motia/steps/bookmarks'), { recursive: true, force: true })
  const io = createFakeIo({ cwd: root, env: { PATH: process.env.PATH } })
  await runProgram(['steps', '--json'], io)
  expect(io.errors()).toBe('')
  return JSON.parse(io.output()).map(({ id }: { id: string }) => id)
}

it.each(LANGUAGES.map(({ value }) => value))(
  'in %s it is short, and its examples are steps',
  async (language) => {
    const { files, text } = compose(language)
    if (language !== 'multi') expect(text.split('\n').length).toBeLessThanOrEqual(MAX_LINES)
    expect(text).not.toMatch(/#if|\{\{/)
    writeProject(join(folder, 'shop'), new Map([...files, ...examplesOf(text)]))
    const root = join(folder, 'shop')
    const ids = [...(await idsOfScripts(root, text)), ...(await idsOfOthers(root, language))]
    expect(ids.sort()).toEqual(IDS[language])
  },
)

it('its TypeScript type-checks by the settings of the project, and would not with a mistake', () => {
  const { files, text } = compose('typescript')
  const examples = examplesOf(text)
  const wrong = (examples[0]?.[1] ?? '').replace('body.url, {', 'body.uri, {')
  writeProject(folder, new Map([...files, ...examples, ['motia/wrong.ts', wrong]]))
  const paths = {
    '@motia/core': [join(workspace, 'packages/core/src/index.ts')],
    '@motia/core/*': [join(workspace, 'packages/core/src/*.ts')],
  }
  const config = { extends: './tsconfig.json', compilerOptions: { paths }, include: ['motia/**/*'] }
  writeFileSync(join(folder, 'check.json'), JSON.stringify(config))
  const tsc = join(workspace, 'node_modules/.bin/tsc')
  const { stdout } = spawnSync(tsc, ['-p', 'check.json', '--pretty', 'false'], { cwd: folder })
  const findings = String(stdout)
    .split('\n')
    .filter((line) => line.startsWith('motia/'))
  expect(findings).toEqual([expect.stringMatching(/^motia\/wrong\.ts.*'uri'/)])
})

it('names only commands that there are', async () => {
  const program = await loadProgram(createFakeIo())
  const known = program.commands.map((command) => command.name())
  const named = [...compose('multi').text.matchAll(/\bmotia ([a-z-]+)/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter((name) => name !== 'import' && !known.includes(name ?? ''))).toEqual([])
})
