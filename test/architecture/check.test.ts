import { describe, expect, it } from 'vitest'
import { type Architecture, checkArchitecture } from './check.ts'

const ARCHITECTURE: Architecture = {
  layers: [
    { name: 'core', path: 'core', layers: [], outside: { typesOf: ['spec'] } },
    { name: 'engine', path: 'app/engine', layers: ['core'], outside: 'any' },
    { name: 'entry', path: 'app/app.ts', layers: ['core', 'engine'], outside: 'none' },
  ],
  packages: { '@x/core': 'core', x: 'app' },
  forbiddenNames: ['utils', 'types'],
  maxLines: 4,
}

const check = (sources: Record<string, string>, architecture = ARCHITECTURE) =>
  checkArchitecture(new Map(Object.entries(sources)), architecture)

describe('the architecture check', () => {
  it('accepts imports downwards, within a layer, and from outside where allowed', () => {
    expect(
      check({
        'core/index.ts': "import type { Spec } from 'spec'\nexport { b } from './b.ts'",
        'core/b.ts': 'export const b = 1',
        'app/engine/a.ts':
          "import fs from 'node:fs'\nimport { b } from '@x/core'\nimport { c } from '@x/core/b'",
        'app/app.ts': "import { a } from './engine/a.ts'",
      }),
    ).toEqual([])
  })

  it.each([
    ['a static import', "import { a } from '../app/engine/a.ts'"],
    ['a type import', "import type { A } from '../app/engine/a.ts'"],
    ['a side-effect import', "import '../app/engine/a.ts'"],
    ['a re-export', "export { a } from '../app/engine/a.ts'"],
    ['a re-export of all', "export * from '../app/engine/a.ts'"],
    ['a dynamic import', "await import('../app/engine/a.ts')"],
    ['a type query', "export type A = import('../app/engine/a.ts').A"],
    ['a require', "require('../app/engine/a.ts')"],
  ])('sees %s', (_, source) => {
    expect(check({ 'core/index.ts': source })).toEqual([
      'core/index.ts: reaches into another package by path: ../app/engine/a.ts',
    ])
  })

  it('refuses an import upwards', () => {
    expect(check({ 'app/engine/a.ts': "import type { App } from '../app.ts'" })).toEqual([
      'app/engine/a.ts: engine may not import entry (../app.ts)',
    ])
    expect(check({ 'core/a.ts': "import { a } from 'x/engine/a'" })).toEqual([
      'core/a.ts: core may not import engine (x/engine/a)',
    ])
  })

  it('refuses Node and npm where the layer is pure', () => {
    expect(
      check({
        'core/a.ts': "import fs from 'node:fs'\nimport { s } from 'spec'\nimport type { Z } from 'zod'",
        'app/app.ts': "import 'fastify'",
      }),
    ).toEqual([
      'core/a.ts: core may not import node:fs',
      'core/a.ts: core may import spec for types only',
      'core/a.ts: core may not import zod',
      'app/app.ts: entry may not import fastify',
    ])
  })

  it('refuses what belongs to no layer', () => {
    expect(check({ 'app/new/a.ts': "import '@x/core'", 'app/engine/a.ts': "import '../new/a.ts'" })).toEqual([
      'app/new/a.ts: belongs to no layer: name it in the table of test/architecture.test.ts',
      'app/engine/a.ts: imports ../new/a.ts, which belongs to no layer',
    ])
  })

  it('finds a cycle, one made of types included', () => {
    expect(
      check({
        'core/a.ts': "import { b } from './b.ts'",
        'core/b.ts': "import type { C } from './c.ts'",
        'core/c.ts': "import { a } from '@x/core/a'",
        'core/d.ts': "import { a } from './a.ts'",
      }),
    ).toEqual(['import cycle: core/a.ts → core/b.ts → core/c.ts → core/a.ts'])
  })

  it('refuses long files, vague names, and a table with a circle', () => {
    expect(check({ 'core/a.ts': '1\n2\n3\n4\n' })).toEqual([])
    expect(check({ 'core/a.ts': '1\n2\n3\n4\n5\n' })).toHaveLength(1)
    expect(check({ 'core/utils/a.ts': '', 'core/types.ts': '', 'core/outputs.ts': '' })).toHaveLength(2)
    const layers = [{ name: 'core', path: 'core', layers: ['entry'], outside: 'none' } as const]
    expect(check({}, { ...ARCHITECTURE, layers })).toEqual(['table: core names entry, which is not above it'])
  })

  it('names the file that does not parse', () => {
    expect(() => check({ 'core/a.ts': 'import {' })).toThrow('core/a.ts')
  })
})
