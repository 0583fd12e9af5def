/** Where compiled projects lie. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { step } from './fixtures/step-source.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import type { Manifest } from './manifest.ts'

let project: TempProject

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

function compile(outDir?: string): Promise<Manifest> {
  return compileProject(outDir === undefined ? { root: project.root } : { root: project.root, outDir })
}

describe('the build folder', () => {
  it('is named after the contents, and only the newest stay', async () => {
    project.write({ 'motia/a.ts': step('a', '0') })
    const first = await compile()
    expect((await compile()).buildDir).toBe(first.buildDir)
    const dirs = new Set<string>()
    for (let i = 1; i <= 10; i++) {
      project.write({ 'motia/a.ts': step('a', String(i)) })
      dirs.add((await compile()).buildDir)
    }
    expect(dirs.size).toBe(10)
    expect(existsSync(first.buildDir)).toBe(false)
    expect(readdirSync(join(project.root, '.motia/build'))).toHaveLength(5)
  })

  it('stays, however old, as long as it is said to be in use', async () => {
    project.write({ 'motia/a.ts': step('a', '0') })
    const { buildDir } = await compile()
    for (let i = 1; i <= 22; i++) {
      project.write({ 'motia/a.ts': step('a', String(i)) })
      await compileProject({ root: project.root, kept: [buildDir] })
    }
    expect(existsSync(join(buildDir, 'motia/a.ts.mjs'))).toBe(true)
    expect(readdirSync(join(project.root, '.motia/build')).length).toBeLessThan(12)
  })

  it('leaves builds alone that have a name of their own', async () => {
    project.write({ 'motia/a.ts': step('a', '0') })
    const { buildDir } = await compile('.motia/build/production')
    for (let i = 1; i <= 12; i++) {
      project.write({ 'motia/a.ts': step('a', String(i)) })
      await compile()
    }
    expect(existsSync(buildDir)).toBe(true)
  })

  it('takes over the files that have not changed', async () => {
    project.write({ 'motia/a.ts': step('a', '0'), 'motia/b.ts': step('b', '0') })
    const first = await compile()
    project.write({ 'motia/a.ts': step('a', '1') })
    const second = await compile()
    const fileOf = ({ buildDir }: Manifest, name: string) => statSync(join(buildDir, name)).ino
    expect(second.buildDir).not.toBe(first.buildDir)
    expect(fileOf(second, 'motia/b.ts.mjs')).toBe(fileOf(first, 'motia/b.ts.mjs'))
    expect(fileOf(second, 'motia/a.ts.mjs')).not.toBe(fileOf(first, 'motia/a.ts.mjs'))
  })

  it('may be chosen, unless it holds something else', async () => {
    project.write({ 'motia/a.ts': step('a', '0'), 'mine/notes.txt': 'do not delete' })
    const { buildDir } = await compile('dist')
    expect(buildDir).toBe(join(project.root, 'dist'))
    expect((await compile('dist')).files[0]?.output).toBe(join(buildDir, 'motia/a.ts.mjs'))
    await expect(compile('mine')).rejects.toThrow('holds files that were not made by a build')
    expect(existsSync(join(project.root, 'mine/notes.txt'))).toBe(true)
  })

  it('is there even if the project holds nothing', async () => {
    mkdirSync(join(project.root, 'motia'))
    const manifest = await compile()
    expect(manifest).toMatchObject({ files: [], mistakes: [] })
    expect(existsSync(join(manifest.buildDir, 'manifest.json'))).toBe(true)
  })
})
