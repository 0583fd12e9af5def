/** How the workers of this repository are started for the check, with the fixture steps of their languages. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scanSource } from '../../packages/motia/src/discovery/scan.ts'
import { parseSource } from '../../packages/motia/src/discovery/syntax.ts'
import type { Power } from '../../packages/motia/src/testing/worker-check/case.ts'
import type { Subject } from '../../packages/motia/src/testing/worker-check/lab.ts'

export interface Language {
  readonly name: string
  /** What the language cannot do. */
  readonly without: readonly Power[]
  /** Makes ready what has to be built. @param folder a temporary one */
  start(folder: string): Subject
}

const GO = 'go'
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The machine may have other things to do. */
const PATIENCE_MS = 15_000
const NAMES = ['plain', 'effects', 'requests', 'broken']

export const LANGUAGES: readonly Language[] = [
  {
    name: 'Node',
    without: ['threads'], // a handler that blocks keeps the loop from everything; the app ends the worker
    start: () => ({
      ...subjectOf(
        'node',
        'mjs',
        process.execPath,
        '--import',
        'tsx',
        join(ROOT, 'packages/motia/src/worker.ts'),
      ),
      files: fixturesOf('node', 'mjs').map((file) => ({ ...file, ...scan(file.output) })),
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.test.json') },
    }),
  },
  {
    name: 'Python',
    without: [],
    start: () => ({
      ...subjectOf('python', 'py', 'python3', '-m', 'motia_worker'),
      env: { ...process.env, PYTHONPATH: join(ROOT, 'packages/motia/python'), PYTHONDONTWRITEBYTECODE: '1' },
    }),
  },
  {
    name: 'Ruby',
    without: [],
    start: () => ({
      ...subjectOf('ruby', 'rb', 'ruby', join(ROOT, 'packages/motia/ruby/exe/worker.rb')),
      env: { ...process.env, RUBYLIB: join(ROOT, 'packages/motia/ruby/lib') },
    }),
  },
  {
    name: 'Go, the example',
    without: [],
    start(folder) {
      const cwd = join(ROOT, 'examples/worker-go')
      const command = join(folder, 'worker')
      const { status, stderr, error } = spawnSync(GO, ['build', '-o', command, '.'], {
        cwd,
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`go build failed: ${error?.message ?? stderr}`)
      const sources = ['plain.go', 'effects.go', 'requests.go', 'testdata/broken.go']
      const files = sources.map((source) => ({ source, output: join(cwd, source) }))
      const setup = join(cwd, 'plain.go')
      return { command, args: [], cwd, env: process.env, files, setup, patienceMs: PATIENCE_MS }
    },
  },
]

function subjectOf(folder: string, extension: string, command: string, ...args: string[]): Subject {
  const cwd = join(ROOT, 'test/worker-check/fixtures', folder)
  const [files, setup] = [fixturesOf(folder, extension), join(cwd, `setup.${extension}`)]
  return { command, args, cwd, env: process.env, files, setup, patienceMs: PATIENCE_MS }
}

function fixturesOf(folder: string, extension: string) {
  const cwd = join(ROOT, 'test/worker-check/fixtures', folder)
  return NAMES.map((name) => `${name}.${extension}`).map((source) => ({ source, output: join(cwd, source) }))
}

/** What the compiler tells a Node worker along with a file: its steps' lines and triggers. */
function scan(path: string) {
  const parsed = parseSource(path, readFileSync(path, 'utf8'))
  if ('mistakes' in parsed) return {}
  const { steps, triggers } = scanSource(parsed)
  return { steps, triggers }
}
