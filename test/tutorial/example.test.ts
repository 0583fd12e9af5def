/** examples/tutorial is what the tutorial prints, each file in its last version. test/e2e/templates.test.ts runs it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readTutorialFiles } from './blocks.ts'

const FOLDER = fileURLToPath(new URL('../../examples/tutorial', import.meta.url))
const OWN = ['README.md', 'package.json', '.gitignore']
/** Left by whoever runs it. */
const MADE = /^(node_modules|\.motia|\.venv)\/|\.db|package-lock|__pycache__/

it('examples/tutorial has the files of the tutorial, and no others', () => {
  const printed = new Map(readTutorialFiles().map(({ path, code }) => [path, code]))
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1))
    .filter((path) => !OWN.includes(path) && !MADE.test(path))
  expect(files.sort()).toEqual([...printed.keys()].sort())
  for (const path of files)
    expect([path, readFileSync(join(FOLDER, path), 'utf8')]).toEqual([path, printed.get(path)])
})
