import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isUntouched, preload } from './preload.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'preload-'))
  write('load.mjs', 'export const load = (name) => import(name)')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

function load(...names: string[]) {
  const packages = names.map((name) => ({ name, kind: 'static' as const }))
  return preload({ loader: join(root, 'load.mjs'), packages })
}

describe('what is loaded ahead of the project', () => {
  it('is told by the variables that it has read, and the environment is the old one afterwards', async () => {
    const env = process.env
    write('node_modules/a/index.mjs', "export const a = [process.env.A_KEY, 'B_KEY' in process.env]")
    write('node_modules/a/package.json', '{ "name": "a", "exports": "./index.mjs" }')
    expect(await load('a')).toEqual(expect.arrayContaining(['A_KEY', 'B_KEY']))
    expect(process.env).toBe(env)
  })

  it('may have looked through all of them', async () => {
    write('node_modules/b/index.mjs', 'export default Object.keys(process.env).length')
    write('node_modules/b/package.json', '{ "name": "b", "exports": "./index.mjs" }')
    expect(await load('b')).toBe('all')
  })

  it('goes on after a package that cannot be loaded, and counts as read through where nothing can be', async () => {
    write('node_modules/c/index.mjs', 'throw new Error(process.env.C_KEY)')
    write('node_modules/c/package.json', '{ "name": "c", "exports": "./index.mjs" }')
    expect(await load('missing', 'c')).toContain('C_KEY')
    const packages = [{ name: 'c', kind: 'static' }] as const
    expect(await preload({ loader: join(root, 'gone.mjs'), packages })).toBe('all')
  })

  it('has read nothing where a project has no packages, and therefore no loader', async () => {
    expect(await preload({ loader: join(root, 'gone.mjs'), packages: [] })).toEqual([])
  })

  it('is good for another environment only if it has read nothing that differs', () => {
    expect(isUntouched(undefined, [])).toBe(true)
    expect(isUntouched(undefined, ['A'])).toBe(false)
    expect(isUntouched('all', ['A'])).toBe(false)
    expect(isUntouched(['B'], ['A'])).toBe(true)
    expect(isUntouched(['A', 'B'], ['A'])).toBe(false)
  })
})
