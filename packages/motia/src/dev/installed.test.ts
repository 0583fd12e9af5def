import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { installationOf } from './installed.ts'

it('tells an installation from the one before, and from none', () => {
  const root = mkdtempSync(join(tmpdir(), 'installed-'))
  const seen = [installationOf(root)]
  mkdirSync(join(root, 'node_modules'))
  seen.push(installationOf(root))
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{}')
  seen.push(installationOf(root))
  expect(installationOf(root)).toBe(seen[2])
  utimesSync(join(root, 'node_modules/.package-lock.json'), 1, 1)
  seen.push(installationOf(root))
  expect(new Set(seen).size).toBe(4)
  rmSync(root, { recursive: true })
})
