import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeWorkbenchToken, readWorkbenchToken } from './workbench-token.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'token-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const path = () => join(root, '.motia/workbench.token')

it('is made once, for this user only', () => {
  expect(readWorkbenchToken(root)).toBeUndefined()
  const token = makeWorkbenchToken(root)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  chmodSync(path(), 0o644)
  expect(makeWorkbenchToken(root)).toBe(token)
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(readWorkbenchToken(root)).toBe(token)
})

it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(42)} `])('is made anew where "%s" stands', (text) => {
  makeWorkbenchToken(root)
  writeFileSync(path(), text)
  chmodSync(path(), 0o644)
  expect(readWorkbenchToken(root)).toBeUndefined()
  expect(makeWorkbenchToken(root)).toMatch(/^[\w-]{43}$/)
  expect(statSync(path()).mode & 0o777).toBe(0o600)
})
