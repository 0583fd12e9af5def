/**
 * The Python half with every interpreter that is here, once; and a look at the text of both halves for what the oldest
 * versions of Python and Ruby lack, since those may not be here.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../e2e/harness/command.ts'
import { createProject, type Project } from '../e2e/harness/project.ts'
import { type Server, startServer } from '../e2e/harness/server.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { logsOf } from './fixture.ts'
import { findPythons } from './interpreters.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const PYTHON = here('../../packages/motia/python')
const RUBY = here('../../packages/motia/ruby')

let project: Project

beforeAll(async () => {
  project = await createProject('interpreters')
  project.write('motia/steps/short.py', readFileSync(here('interpreters/short.py'), 'utf8'))
})

afterAll(() => project?.dispose())

it('there is a Python to run', () => {
  expect(findPythons()).not.toEqual([])
})

describe.each(findPythons())('Python $version', ({ version, command }) => {
  let server: Server
  beforeAll(async () => {
    server = await startServer(project, { env: { MOTIA_PYTHON: command } })
    await waitFor('its routes', async () => (await post('/page/1', { n: 1 })).status === 200)
  })
  afterAll(() => server?.stop())

  const post = (path: string, body: unknown) => server.request('POST', path, body)
  const result = async (id: string, payload?: unknown) => (await server.workbench.result(id, payload)).run

  it('runs plain and async functions', async () => {
    const { result: echoed } = await result('echo', { 글: [1, null] })
    expect(echoed).toEqual({ version: expect.stringContaining(`${version}.`), payload: { 글: [1, null] } })
    expect((await result('waits', { ms: 20 })).result).toBe(20)
  })

  it('knows the generics of typing in schemas', async () => {
    const right = { tags: ['a'], counts: { b: 2 }, age: null, id: 'u1' }
    expect((await result('typed', right)).result).toEqual([['a'], { b: 2 }, null, 'u1'])
    const wrong = await result('typed', { tags: [1], counts: { b: 'x' }, id: 1.5 })
    expect(wrong).toMatchObject({ status: 'failed', reason: 'validation' })
    expect(wrong.failure?.issues?.map(({ path }) => path).sort()).toEqual(['counts.b', 'id', 'tags.0'])
  })

  it('keeps state, triggers, calls, prints and logs', async () => {
    expect((await result('keeps')).result).toContainEqual({ 글: '😀' })
    expect((await result('triggers')).result).toEqual({ routed: true, answer: 5 })
    const logs = await logsOf(server.workbench, (await result('prints')).runId, 2)
    expect(logs.map(({ message }) => message)).toEqual(['printed 홍길동 📧', 'logged'])
    expect(logs[1]?.fields).toEqual({ list: [1, 'é'] })
  })

  it('tells where an exception came from', async () => {
    const { failure } = await result('fails')
    expect(failure).toMatchObject({ name: 'ValueError', message: 'no luck with 3' })
    expect(failure?.stack).toMatch(/File "motia\/steps\/short\.py", line \d+, in deeper/)
    expect(failure?.stack).not.toMatch(/motia_worker|asyncio/)
  })

  it('answers requests', async () => {
    expect((await post('/page/7', { n: 1 })).body).toEqual({ id: '7', n: 1 })
    expect((await post('/page/7', { n: 'x' })).status).toBe(400)
    const refused = await post('/page/7', { n: -1 })
    expect([refused.status, refused.body]).toEqual([404, { error: 'nothing there' }])
  })
})

describe('the text of the worker', () => {
  it('has nothing that Python 3.8 lacks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'motia-vermin-'))
    const options = { cwd: folder, env: process.env }
    try {
      for (const name of ['motia', 'motia_worker'])
        cpSync(join(PYTHON, name), join(folder, name), { recursive: true })
      await succeed('python3', ['-m', 'venv', 'venv'], options)
      await succeed('venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', 'vermin'], options)
      // What the worker does only on newer versions is marked in its text.
      await succeed('venv/bin/vermin', ['--target=3.8-', '--violations', 'motia', 'motia_worker'], options)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('has nothing that Ruby 3.0 lacks', async () => {
    const files = readdirSync(RUBY, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.rb') && !file.startsWith('test/'))
      .map((file) => join(RUBY, file))
    const compile = 'ARGV.each { |file| RubyVM::InstructionSequence.compile_file(file) }'
    const { stderr } = await succeed('ruby', ['-w', '-e', compile, ...files], { cwd: RUBY, env: process.env })
    expect(stderr).toBe('')
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*def /.test(line) && NEWER_RUBY.test(line.replace(/(^|\s)#.*$/, '')))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

/** Of Ruby 3.1 and later: syntax (`f(&)`, `f(*)`, `{ x: }`), then names. */
const NEWER_RUBY = new RegExp(
  [
    /\((?:.*, )?&\)/,
    /^(?!\s*def ).*\((?:.*, )?\*\*?\)/,
    /^(?!.*(?:\bdef |->)).*[{(,] *[a-z_]+: *[,})]/,
    /\bData\.define\b/,
    /\bRegexp\.(?:timeout|linear_time\?)/,
    /\.(?:intersect\?|byteindex|bytesplice|overlap\?|pop\(timeout)/,
    /\bFiber\[/,
    /\bThread\.each_caller_location\b/,
    /\bInteger\.try_convert\b/,
    /\bHash\.new\(capacity/,
    /\bSet\.new\b(?<!require 'set')/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
