/** The Python and Ruby of created projects, parsed by both languages themselves; every version of every file. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FEATURES, isWrittenIn, LANGUAGES, TEMPLATES } from './choice.ts'
import { composeProject } from './project.ts'
import { assumeAnswers } from './question.ts'

const NAMES = { name: 'book', packageName: 'book', motiaVersion: '1.2.3' }
const run = promisify(execFile)
const lacks = (command: string) => spawnSync(command, ['--version']).status !== 0
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'motia-syntax-'))
  const seen = new Set<string>()
  for (const answers of allAnswers()) {
    for (const [path, text] of composeProject(answers, NAMES)) {
      if (!/\.(py|rb)$/.test(path) || seen.has(text)) continue
      seen.add(text)
      writeFileSync(join(folder, `v${seen.size}_${basename(path)}`), text)
    }
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

function allAnswers() {
  return TEMPLATES.flatMap(({ value: template }) =>
    LANGUAGES.filter(({ value }) => isWrittenIn(template, value)).flatMap(({ value: language }) =>
      Array.from({ length: 2 ** FEATURES.length }, (_, bits) => {
        const features = FEATURES.filter((_feature, i) => bits & (1 << i)).map(({ value }) => value)
        return assumeAnswers({ packageManager: 'npm', template, language, features })
      }),
    ),
  )
}

function filesOf(extension: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(extension))
}

it.skipIf(lacks('python3'))(
  'is Python',
  async () => {
    const files = filesOf('.py')
    expect(files.length).toBeGreaterThanOrEqual(6)
    await run('python3', ['-W', 'error', '-m', 'py_compile', ...files], { cwd: folder })
  },
  30_000,
)

it.skipIf(lacks('ruby'))(
  'is Ruby, without warnings',
  async () => {
    const files = filesOf('.rb')
    expect(files.length).toBeGreaterThanOrEqual(6)
    for (const file of files) {
      expect((await run('ruby', ['-wc', file], { cwd: folder })).stderr, file).toBe('')
    }
  },
  30_000,
)
