import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path, { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findWorkspace, parsePnpmPackages, placeWithin } from './workspace.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-workspace-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (file: string, text: string) => writeFileSync(join(root, file), text)

describe('a workspace', () => {
  it('is the nearest folder above that lists members', () => {
    write('package.json', '{ "workspaces": ["apps/*"] }')
    mkdirSync(join(root, 'apps'))
    writeFileSync(join(root, 'apps/package.json'), '{ "name": "no workspace" }')
    expect(findWorkspace(join(root, 'apps/shop'))).toMatchObject({
      ...{ root, packageManager: 'npm', listedIn: 'package.json', member: 'apps/shop', isListed: true },
    })
    expect(findWorkspace(join(root, 'shop'))).toMatchObject({ member: 'shop', isListed: false })
    expect(findWorkspace(root)?.root).not.toBe(root)
  })

  it.each([
    ['pnpm-lock.yaml', '', 'pnpm'],
    ['yarn.lock', '', 'yarn'],
    ['bun.lock', '', 'bun'],
    ['bun.lockb', '', 'bun'],
    ['package-lock.json', '', 'npm'],
    ['package-lock.json', 'yarn@4.9.0+sha512.abc', 'yarn'],
  ])('with %s and packageManager "%s" is one of %s', (lock, packageManager, expected) => {
    write('package.json', JSON.stringify({ workspaces: { packages: ['packages/**'] }, packageManager }))
    write(lock, '')
    expect(findWorkspace(join(root, 'packages/a/b'))).toMatchObject({
      packageManager: expected,
      isListed: true,
    })
  })

  it('of pnpm is one by its own file, unless that has settings only', () => {
    write('package.json', '{}')
    write('pnpm-workspace.yaml', 'packages:\n  - apps/*\n')
    expect(findWorkspace(join(root, 'apps/a'))).toMatchObject({
      packageManager: 'pnpm',
      listedIn: 'pnpm-workspace.yaml',
    })
    write('pnpm-workspace.yaml', 'minimumReleaseAge: 10\n')
    expect(findWorkspace(join(root, 'apps/a'))?.root).not.toBe(root)
  })

  it('is none where package.json says something else', () => {
    for (const text of [
      '{',
      '[]',
      'null',
      '{ "workspaces": "apps/*" }',
      '{ "workspaces": { "packages": {} } }',
    ]) {
      write('package.json', text)
      expect([text, findWorkspace(join(root, 'apps/a'))?.root === root]).toEqual([text, false])
    }
  })
})

describe('a list of members', () => {
  it.each([
    ['packages:\n  - "apps/*"\n  # more\n  - \'libs/**\' # all\n\nother: x\n', ['apps/*', 'libs/**']],
    ['packages: [a, "b/*"]\n', ['a', 'b/*']],
    ['packages:\n- a\n- "!**/test/**"\n', ['a', '!**/test/**']],
    ['onlyBuiltDependencies:\n  - esbuild\n', []],
    ['packages:\r\n  - apps/*\r\n', ['apps/*']],
  ])('is read from %j', (yaml, expected) => {
    expect(parsePnpmPackages(yaml)).toEqual(expected)
  })

  it.each([
    ['apps/*', 'apps/shop', true],
    ['apps/*', 'apps/shop/api', false],
    ['apps/**', 'apps/shop/api', true],
    ['./apps/*/', 'apps/shop', true],
    ['apps/**/api', 'apps/api', true],
    ['apps/shop-*', 'apps/shop-2', true],
    ['a.b', 'axb', false],
    ['**', 'anything/at/all', true],
  ])('%s and %s: %s', (pattern, member, isListed) => {
    expect(placeWithin('/r', `/r/${member}`, [pattern])).toEqual({ member, isListed })
  })

  it('leaves out what begins with !', () => {
    expect(placeWithin('/r', '/r/apps/old', ['apps/*', '!apps/old']).isListed).toBe(false)
  })

  it('has forward slashes on Windows, too', () => {
    const place = placeWithin('C:\\work', 'C:\\work\\apps\\shop', ['apps/*'], path.win32)
    expect(place).toEqual({ member: 'apps/shop', isListed: true })
  })
})
