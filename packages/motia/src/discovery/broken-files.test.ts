/** What one broken file of a project breaks, and what is said about it. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { CORE, step } from './fixtures/step-source.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { loadFiles } from './load.ts'
import type { Manifest } from './manifest.ts'

let project: TempProject

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

function compile(): Promise<Manifest> {
  return compileProject({ root: project.root })
}

function wordsOf({ mistakes }: Pick<Manifest, 'mistakes'>): string[] {
  return mistakes.map(({ file, line, column, message }) => `${[file, line, column].join(':')} ${message}`)
}

describe('a broken file', () => {
  it('breaks nothing but what needs it', async () => {
    project.write({
      'motia/good.ts': step('good', '1'),
      'motia/syntax.ts': `${CORE}export default event({ id: 'x' \n  retry: 3 }, () => {})`,
      'motia/needs.ts': step('needs', 'a', "import { a } from './lib/between'"),
      'motia/lazy.ts': step('lazy', "import('./lib/bad')"),
      'motia/lib/between.ts': "export { a } from './bad'",
      'motia/lib/bad.ts': 'export const a = (\n',
      'motia/missing.ts': step(
        'missing',
        '[a, b]',
        "import { a } from './lib/betwen'\nimport b from 'no-such-package/x'",
      ),
    })
    const manifest = await compile()
    expect(manifest.files.map(({ source }) => source)).toEqual(['motia/good.ts', 'motia/lazy.ts'])
    expect(wordsOf(manifest).sort()).toEqual([
      'motia/lib/bad.ts:2:1 syntax error: Expected `)` but found `EOF`',
      'motia/missing.ts:2:19 cannot find "./lib/betwen", did you mean "between"?',
      'motia/missing.ts:3:15 cannot find "no-such-package"',
      'motia/needs.ts:: cannot be loaded, because it needs motia/lib/bad.ts: syntax error: Expected `)` but found `EOF`',
      'motia/syntax.ts:3:3 syntax error: Expected `,` or `}` but found `Identifier`',
    ])
    expect(manifest.mistakes.find(({ file }) => file === 'motia/needs.ts')?.stepId).toBe('needs')
    expect(manifest.helpers).toEqual(expect.arrayContaining(['motia/lib/bad.ts', 'motia/lib/betwen.ts']))
    const { steps } = await loadFiles(project.root, manifest.files)
    expect(steps.map(({ step }) => step.options.id)).toEqual(['good', 'lazy'])
  })

  it('below src/ that has nothing to do with steps is none of our business', async () => {
    project.write({ 'src/flow.js': 'type A = string;', 'src/web.ts': "import './x.css'\nexport const a = 1" })
    expect((await compile()).mistakes).toEqual([])
  })

  it('may be the tsconfig, which is said once', async () => {
    project.write({ 'tsconfig.json': '{ bad', 'motia/a.ts': step('a', '1'), 'motia/b.ts': step('b', '2') })
    const manifest = await compile()
    expect(manifest.mistakes.map(({ file }) => file)).toEqual(['tsconfig.json'])
    expect(manifest.files).toHaveLength(2)
  })

  it.runIf(process.platform === 'linux')('may be one that cannot be read', async () => {
    project.write({ 'motia/a.ts': step('a', '1') })
    symlinkSync('/proc/self/mem', join(project.root, 'motia/b.ts'))
    const manifest = await compile()
    expect(manifest.files.map(({ source }) => source)).toEqual(['motia/a.ts'])
    expect(wordsOf(manifest)).toEqual([expect.stringMatching(/^motia\/b\.ts:: cannot be read: /)])
  })

  it('may be JSON', async () => {
    project.write({ 'motia/a.ts': step('a', 'd', "import d from './d.json'"), 'motia/d.json': '{ "a": }' })
    expect(wordsOf(await compile())).toEqual([
      expect.stringMatching(/^motia\/d\.json:: is no JSON: /),
      expect.stringMatching(/^motia\/a\.ts:: cannot be loaded, because it needs motia\/d\.json: is no JSON/),
    ])
  })
})
