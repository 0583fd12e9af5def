/** What Node is told of a project's files; that it asks is shown by the tests of created projects, end to end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { load, resolve } from './source-hooks.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-hooks-'))
})

afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return pathToFileURL(file).href
}

/** As Node's own would answer. */
const next = (name: string) => `next: ${name}`

it('compiles a project’s TypeScript, and JavaScript that is a module without package.json saying so', () => {
  const loaded = load(write('a.ts', 'enum A { b = 1 }\nexport const n: number = A.b'), {}, next)
  expect(loaded).toMatchObject({ format: 'module', source: expect.stringMatching(/n = \S*A\.b|n = 1/) })
  expect(loaded).toMatchObject({ source: expect.stringContaining('sourceMappingURL=data:') })
  expect(load(write('b.js', 'export const n = 1'), {}, next)).toMatchObject({ format: 'module' })
})

it('leaves to Node what is CommonJS, of a package, or no code', () => {
  const common = write('c.js', 'module.exports = 1')
  const packed = write('node_modules/p/index.ts', 'export const n: number = 1')
  const data = write('d.json', '{}')
  for (const url of [common, packed, data, 'node:fs']) expect(load(url, {}, next)).toBe(next(url))
})

it('says what is wrong with a file that cannot be compiled', () => {
  expect(() => load(write('e.ts', 'const a: = 1'), {}, next)).toThrow(SyntaxError)
})

it('finds files as `motia dev` does, and leaves the rest to Node', () => {
  const parentURL = write('test/a.test.ts', '')
  const url = write('lib/b.ts', '')
  for (const specifier of ['../lib/b', '../lib/b.js', '../lib/b.ts'])
    expect(resolve(specifier, { parentURL }, next)).toEqual({ url, shortCircuit: true })
  for (const specifier of ['node:fs', 'vitest', '../lib/nowhere'])
    expect(resolve(specifier, { parentURL }, next)).toBe(next(specifier))
  expect(resolve('./a', { parentURL: `file://${root}/node_modules/p/a.js` }, next)).toBe(next('./a'))
})
