import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeProject } from './write.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motia-write-'))
})

afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

/** The second cannot be written where the first is a file. */
const impossible = new Map([
  ['a', 'file'],
  ['a/b', 'below a file'],
])

it('writes every file with the folders above it', () => {
  writeProject(
    join(folder, 'x/y'),
    new Map([
      ['motia/steps/a.ts', 'a'],
      ['b', 'b'],
    ]),
  )
  expect(readFileSync(join(folder, 'x/y/motia/steps/a.ts'), 'utf8')).toBe('a')
  expect(readFileSync(join(folder, 'x/y/b'), 'utf8')).toBe('b')
})

it('leaves nothing behind if it fails half-way, the folders above included', () => {
  expect(() => writeProject(join(folder, 'x/y'), impossible)).toThrow('Nothing was left behind')
  expect(readdirSync(folder)).toEqual([])
})

it('leaves an existing folder as it was if it fails half-way', () => {
  mkdirSync(join(folder, '.git'))
  expect(() => writeProject(folder, impossible)).toThrow(expect.objectContaining({ exitCode: 1 }))
  expect(readdirSync(folder)).toEqual(['.git'])
})

it('never writes over a file', () => {
  writeFileSync(join(folder, 'b'), 'mine')
  expect(() =>
    writeProject(
      folder,
      new Map([
        ['a', 'new'],
        ['b', 'new'],
      ]),
    ),
  ).toThrow('EEXIST')
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('mine')
  expect(existsSync(join(folder, 'a'))).toBe(false)
})
