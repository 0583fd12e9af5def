/** What a new user's first commands do before any of our code runs: the packages arrive, quietly. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { createEnvironment } from '../registry/environment.ts'

const runFile = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'motia-install-'))
const env = createEnvironment({ ...inject('registry'), home: join(folder, 'home') })
const { version } = JSON.parse(
  readFileSync(new URL('../../packages/motia/package.json', import.meta.url), 'utf8'),
)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the packed packages', () => {
  it('are the only versions of their names, and `latest`', async () => {
    const fields = ['version', 'versions', 'dist-tags.latest']
    const { stdout } = await runFile('npm', ['view', 'motia', ...fields, '--json'], { env, cwd: folder })
    const view = JSON.parse(stdout)
    expect(view).toMatchObject({ version, 'dist-tags.latest': version })
    expect([view.versions].flat()).toEqual([version])
  })

  it('run by npx', async () => {
    const { stdout } = await runFile('npx', ['motia@latest', '--version'], { env, cwd: folder })
    expect(stdout).not.toBe('')
  })

  it('install without a warning and without a script of any package in their tree', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "project", "private": true }')
    const { stderr } = await runFile('npm', ['install', 'motia'], { env, cwd: folder })
    expect(stderr).toBe('')
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
    const withScript = Object.entries<{ hasInstallScript?: true }>(lock.packages).filter(
      ([, { hasInstallScript }]) => hasInstallScript,
    )
    expect(withScript.map(([path]) => path)).toEqual([])
    expect(existsSync(join(folder, 'node_modules/@motia/core/dist/index.js'))).toBe(true)
  })
})
