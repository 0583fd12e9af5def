/** A build that is read again later, somewhere else perhaps. */
import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { loadFiles } from './load.ts'
import { isFresh, type Manifest, readManifest } from './manifest.ts'

let project: TempProject

beforeEach(async () => {
  project = await createTempProject({
    'tsconfig.json': '{ "extends": "./base.json" }',
    'base.json': '{ "compilerOptions": { "strict": true } }',
    'motia/a.ts':
      "import { event } from '@motia/core'\nimport { b } from '../lib/b'\nexport default event({ id: 'a' }, () => b + import.meta.filename)",
    'motia/setup.ts': 'export const start = (): void => {}',
    'motia/helper.ts': 'export const x = 1',
    'lib/b.ts': "export const b: string = 'b'",
  })
})

afterEach(() => project.dispose())

async function build(): Promise<Manifest> {
  const { buildDir } = await compileProject({ root: project.root, outDir: 'dist' })
  const manifest = await readManifest(buildDir)
  if (!manifest) throw new Error('there is no manifest')
  return manifest
}

describe('a manifest', () => {
  it('is read as it was written', async () => {
    const made = await compileProject({ root: project.root })
    expect(await readManifest(made.buildDir)).toEqual(made)
    expect(await readManifest(join(project.root, 'nowhere'))).toBeUndefined()
  })

  it('is fresh until a file of the project changes, comes or goes', async () => {
    const manifest = await build()
    expect(await isFresh(manifest)).toBe(true)
    const changes: (() => void)[] = [
      () => project.write({ 'lib/b.ts': "export const b: string = 'c'" }),
      () => project.write({ 'motia/helper.ts': 'export const x = 2' }),
      () => project.write({ 'motia/new.ts': '' }),
      () => project.write({ 'motia/new.py': '' }),
      () => project.write({ 'base.json': '{}' }),
      () => project.remove('motia/helper.ts'),
    ]
    for (const change of changes) {
      const before = await build()
      expect(await isFresh(before)).toBe(true)
      change()
      expect(await isFresh(before)).toBe(false)
    }
  })

  it('moves with its project', async () => {
    await build()
    const elsewhere = join(project.root, 'elsewhere')
    for (const name of ['motia', 'lib', 'dist', 'tsconfig.json', 'base.json', 'package.json']) {
      cpSync(join(project.root, name), join(elsewhere, name), { recursive: true })
    }
    renameSync(join(project.root, 'motia'), join(project.root, 'gone'))
    const manifest = await readManifest(join(elsewhere, 'dist'))
    if (!manifest) throw new Error('there is no manifest')
    expect(manifest.root).toBe(elsewhere)
    expect(manifest.setup).toBe(join(elsewhere, 'dist/motia/setup.ts.mjs'))
    expect(await isFresh(manifest)).toBe(true)
    const { steps } = await loadFiles(elsewhere, manifest.files)
    expect(await steps[0]?.step.handler?.({}, {} as never)).toBe(`b${join(elsewhere, 'motia/a.ts')}`)
  })

  it('suffices without the sources', async () => {
    const { buildDir } = await build()
    project.remove('motia', 'lib', 'tsconfig.json', 'base.json')
    const manifest = await readManifest(buildDir)
    if (!manifest) throw new Error('there is no manifest')
    expect(await isFresh(manifest)).toBe(true)
    const { steps, mistakes } = await loadFiles(project.root, manifest.files)
    expect(mistakes).toEqual([])
    expect(steps).toHaveLength(1)
  })
})
