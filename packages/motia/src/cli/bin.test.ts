import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const BIN = fileURLToPath(new URL('bin.ts', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bin-'))
  copyFileSync(BIN, join(folder, 'bin.mjs')) // it holds no syntax of TypeScript
  writeFileSync(join(folder, 'program.ts'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs it in a Node that says that it is of that version. */
function runAs(version: string) {
  const lie = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  const args = ['--import', `data:text/javascript,${encodeURIComponent(lie)}`, 'bin.mjs']
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
}

describe('the motia command', () => {
  it.each(['16.20.2', '18.0.0', '20.18.3'])(
    'says to Node %s in one line what it needs: exit code 2',
    (version) => {
      const { status, stdout, stderr } = runAs(version)
      expect([status, stdout, stderr]).toEqual([
        2,
        '',
        `Motia needs Node.js 20.19 or newer; this is ${version}.\n`,
      ])
    },
  )

  it.each(['20.19.0', '22.0.0', '100.1.0'])('goes on with Node %s', (version) => {
    const { stderr } = runAs(version)
    expect(stderr).not.toContain('needs Node.js')
    expect(stderr).toContain('program.ts')
  })

  it('can be read by an old Node: no syntax newer than ES2018', () => {
    const code = readFileSync(BIN, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    expect(code).not.toMatch(/\?\.|\?\?|^\s*(import\s+[^(]|export)|\bawait\b|\d_\d|#\w+\s*[(=]/m)
  })
})
