import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findPlaces, framesOf, readFrame } from './code-frame.ts'
import { openProjectFiles } from './project-files.ts'

const root = mkdtempSync(join(tmpdir(), 'frames-'))
mkdirSync(join(root, 'motia'))
writeFileSync(join(root, 'motia/a.ts'), Array.from({ length: 20 }, (_, i) => `line ${i + 1}`).join('\n'))
const files = openProjectFiles(root)
afterAll(() => rmSync(root, { recursive: true }))

it.each([
  [
    'TypeScript',
    'Error: no\n    at pay (motia/a.ts:3:7)\n    at async motia/b.ts:9:1',
    ['motia/a.ts:3', 'motia/b.ts:9'],
  ],
  [
    'Python, whose last call stands at the end',
    'Traceback (most recent call last):\n  File "motia/b.py", line 9, in run\n    pay()\n  File "motia/a.py", line 3, in pay\nValueError: no',
    ['motia/a.py:3', 'motia/b.py:9'],
  ],
  [
    'Ruby',
    "no (RuntimeError)\n    motia/a.rb:3:in 'pay'\n    motia/b.rb:9:in 'block in run'",
    ['motia/a.rb:3', 'motia/b.rb:9'],
  ],
  ['nobody', 'Error: at home (no:where)', []],
])('finds the places in a stack of %s, innermost first', (_, stack, places) => {
  expect(findPlaces(stack).map(({ file, line }) => `${file}:${line}`)).toEqual(places)
})

it('shows some lines around each place that is the project’s', async () => {
  const stack =
    'Error: no\n    at motia/a.ts:2:5\n    at node:internal/x:1:1\n    at ../../etc/passwd:1:1\n    at motia/a.ts:20:1'
  const frames = await framesOf({ stack }, files)
  expect(frames.map(({ file, line }) => [file, line])).toEqual([
    ['motia/a.ts', 2],
    ['motia/a.ts', 20],
  ])
  expect(frames[0]).toMatchObject({ column: 5, lines: { length: 6 } })
  expect(frames[0]?.lines[1]).toEqual({ number: 2, text: 'line 2' })
  expect(frames[1]?.lines.at(-1)).toEqual({ number: 20, text: 'line 20' })
  expect(await framesOf(null, files)).toEqual([])
})

it('shows nothing of a line that there is not', async () => {
  expect(await readFrame({ file: 'motia/a.ts', line: 21 }, files)).toBeUndefined()
  expect(await readFrame({ file: 'motia/none.ts', line: 1 }, files)).toBeUndefined()
})
