import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkTarget, resolveTarget, toPackageName } from './target.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'motia-target-'))
})

afterEach(() => {
  rmSync(cwd, { recursive: true })
})

it.each([
  ['my-shop', 'my-shop'],
  ['My Shop', 'my-shop'],
  ['Café Nord', 'cafe-nord'],
  ['서점 shop', 'shop'],
  ['서점', 'motia-app'],
  ['.hidden', 'hidden'],
  ['_private', 'private'],
  ['a@b/c', 'a-b-c'],
  ['motia', 'motia-app'],
  ['zod', 'zod-app'],
])('makes of %s the package name %s', (name, expected) => {
  expect(toPackageName(name)).toBe(expected)
})

it('cuts a package name at the length that npm accepts', () => {
  expect(toPackageName('a'.repeat(255))).toHaveLength(214)
})

it('takes a folder that does not exist, nested and in any script', () => {
  expect(resolveTarget('apps/내 서점', cwd)).toEqual({
    path: join(cwd, 'apps/내 서점'),
    shown: 'apps/내 서점',
    name: '내 서점',
    packageName: 'motia-app',
  })
})

it('takes the current folder if it is empty, or holds a fresh repository only', () => {
  mkdirSync(join(cwd, '.git'))
  expect(resolveTarget('.', cwd)).toMatchObject({ path: cwd, shown: '' })
})

it('refuses a folder that is not empty, and says what it holds', () => {
  mkdirSync(join(cwd, 'shop'))
  for (const name of ['a', 'b', 'c', 'd', 'e']) writeFileSync(join(cwd, 'shop', name), '')
  expect(() => resolveTarget('shop', cwd)).toThrow('"shop" is not empty (it holds a, b, c and 2 more)')
  expect(() => resolveTarget('.', cwd)).toThrow('is not empty (it holds shop)')
})

it('refuses a file, and what would be below one', () => {
  writeFileSync(join(cwd, 'notes'), '')
  expect(checkTarget('notes', cwd)).toContain('is a file')
  expect(checkTarget('notes/shop', cwd)).toContain('is a file')
})

it('refuses names that no project can have', () => {
  expect(checkTarget('a\nb', cwd)).toContain('control character')
  expect(checkTarget('node_modules', cwd)).toContain('node_modules')
  expect(checkTarget('/', cwd)).toContain('root')
  expect(checkTarget('a:b', cwd)).toContain('colon')
})

it('expands a home folder that no shell has expanded', () => {
  expect(resolveTarget('~/motia-target-test-absent', cwd).path).toBe(
    join(homedir(), 'motia-target-test-absent'),
  )
})
