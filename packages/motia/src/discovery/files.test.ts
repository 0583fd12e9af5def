/** Which files of a project are looked at. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFiles } from './files.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-files-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function touch(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), '')
  }
}

describe('findFiles', () => {
  it('takes every source below motia/, steps/ and src/, however deep, and nothing elsewhere', async () => {
    touch('motia/steps/users/create-user.ts', 'motia/a.mts', 'steps/b.cjs', 'src/c.tsx', 'lib/d.ts', 'e.ts')
    expect(await findFiles(root)).toEqual({
      sources: ['motia/a.mts', 'motia/steps/users/create-user.ts', 'src/c.tsx', 'steps/b.cjs'],
      foreign: [],
    })
  })

  it('lists the files of other languages apart', async () => {
    touch('motia/steps/a.py', 'motia/steps/b.rb', 'motia/steps/__pycache__/a.py', 'motia/c.json')
    expect(await findFiles(root)).toEqual({ sources: [], foreign: ['motia/steps/a.py', 'motia/steps/b.rb'] })
  })

  it('leaves out tests, declarations, packages and hidden folders', async () => {
    touch('motia/a.test.ts', 'motia/a.spec.js', 'motia/__tests__/a.ts', 'motia/a.d.ts', 'motia/a.d.mts')
    touch('motia/test_a.py', 'motia/a_test.py', 'motia/a_test.rb', 'motia/a_spec.rb')
    touch('motia/node_modules/x/index.js', 'motia/.cache/a.ts', 'motia/test-users.ts')
    expect(await findFiles(root)).toEqual({ sources: ['motia/test-users.ts'], foreign: [] })
  })

  it('follows links and survives those that lead in a circle or nowhere', async () => {
    touch('motia/a.ts', 'elsewhere/b.ts')
    symlinkSync(join(root, 'motia'), join(root, 'motia/circle'))
    symlinkSync(join(root, 'elsewhere'), join(root, 'motia/linked'))
    symlinkSync(join(root, 'nowhere'), join(root, 'motia/broken'))
    expect((await findFiles(root)).sources).toEqual(['motia/a.ts', 'motia/linked/b.ts'])
  })

  it('finds nothing in a folder without any of them', async () => {
    expect(await findFiles(root)).toEqual({ sources: [], foreign: [] })
  })
})
