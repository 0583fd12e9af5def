import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBrokenPackage } from './package-file.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-package-'))
})
afterEach(() => rmSync(root, { recursive: true }))

it.each(['', '{', '{"a":1,}'])('a package.json that is no JSON is a mistake: %j', (text) => {
  writeFileSync(join(root, 'package.json'), text)
  expect(findBrokenPackage(root)).toMatchObject({
    file: 'package.json',
    message: expect.stringMatching(/^Not valid JSON/),
  })
})

it('a package.json that is JSON, or none, is fine', () => {
  expect(findBrokenPackage(root)).toBeUndefined()
  writeFileSync(join(root, 'package.json'), '{}')
  expect(findBrokenPackage(root)).toBeUndefined()
})
