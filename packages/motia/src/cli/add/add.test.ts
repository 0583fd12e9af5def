/** `motia add`: what it writes is loaded by each language; what it refuses leaves nothing behind. */
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path, { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeIo } from '../fixtures/fake-io.ts'
import { runProgram } from '../program.ts'
import { askStep } from './ask.ts'
import type { NewStep, SourceLanguage } from './new-step.ts'
import { toTry } from './next-words.ts'
import { chooseFile, guessLanguage, toFileName } from './place.ts'
import { toSource } from './source-text.ts'
import { findTestFolder, findTestRunner, toTest } from './test-text.ts'

vi.setConfig({ testTimeout: 60_000 }) // interpreters and the compiler take their time on a busy machine

const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const STEPS: readonly Partial<NewStep>[] = [
  { kind: 'api', id: 'get-user', path: '/users/:id' },
  { kind: 'api', id: 'create-user', method: 'POST', path: '/users' },
  { kind: 'event', id: 'send-mail', on: ['mail', "it's"] },
  { kind: 'event', id: 'plain' },
  { kind: 'cron', id: 'nightly' },
  { kind: 'noop', id: 'approve' },
  { kind: 'event', id: '7-days' },
  { kind: 'api', id: '주문', path: '/주문' },
]
const toStep = (given: Partial<NewStep>, language: SourceLanguage = 'typescript'): NewStep => ({
  ...{ kind: 'api', id: 'x', language, method: 'GET', path: '/x', on: [], schedule: '0 8 * * *' },
  ...given,
})

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-add-')))
  write('package.json', '{ "name": "shop", "devDependencies": { "zod": "*" } }')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

async function add(args: string, cwd = root) {
  const io = createFakeIo({ cwd, env: { PATH: process.env.PATH } })
  await runProgram(['add', ...args.split(' ').filter(Boolean)], io)
  return io
}

describe('motia add', () => {
  it('writes a step, and says how to try it', async () => {
    const io = await add('api --id get-user --path /users/:id -l ts')
    expect(io.errors()).toBe('')
    expect(io.output()).toBe(
      '✓ motia/steps/get-user.ts\n\nTry it, while `motia dev` runs:\n  curl http://localhost:3001/users/1\n',
    )
    expect(readFileSync(join(root, 'motia/steps/get-user.ts'), 'utf8')).toContain("path: '/users/:id'")
  })

  it('takes the id by its place or as an option, and refuses two', async () => {
    expect((await add('event send-invoice -l ts')).output()).toContain('✓ motia/steps/send-invoice.ts')
    const io = await add('event one --id two -l ts')
    expect([io.exitCode(), io.errors()]).toEqual([2, expect.stringContaining('is it one or two?')])
  })

  it('tells programs in one JSON document', async () => {
    const { step, files } = JSON.parse((await add('cron --id nightly --json -l py')).output())
    expect([step.schedule, files]).toEqual(['0 8 * * *', ['motia/steps/nightly.py']])
  })

  it('takes the language and the folder of the other steps, or those that are given', async () => {
    write('src/steps/a.rb', '')
    expect((await add('event --id one')).output()).toContain('✓ src/steps/one.rb')
    expect((await add('event --id two --folder motia/x -l javascript')).output()).toContain(
      '✓ motia/x/two.js',
    )
    mkdirSync(join(root, 'src/steps/deep'))
    const io = await add('event --id three --folder .', join(root, 'src/steps/deep'))
    expect(io.output()).toContain('✓ src/steps/deep/three.rb')
  })

  it('writes a test where there is a test runner', async () => {
    write('package.json', '{ "devDependencies": { "vitest": "*" } }')
    expect((await add('api --id one -l ts')).output()).toContain('✓ motia/steps/one.test.ts')
    expect((await add('api --id two -l ts --no-test')).output()).not.toContain('.test.')
    expect((await add('api --id three -l ruby')).output()).not.toContain('.test.')
  })

  it('refuses a file that is there, and an id or a route that is taken', async () => {
    write('motia/steps/one.ts', 'mine')
    expect((await add('api --id one -l ts')).errors()).toContain('motia/steps/one.ts is there already')
    expect(readFileSync(join(root, 'motia/steps/one.ts'), 'utf8')).toBe('mine')
    write('motia/steps/mail.py', 'from motia import event\n\n@event(id="send-mail")\ndef f(): pass\n')
    const io = await add('cron --id send-mail -l ts')
    expect(io.errors()).toContain('there is a step "send-mail" already, in motia/steps/mail.py')
    expect(io.exitCode()).toBe(1)
  })

  it.each([
    ['', 'name a kind of step'],
    ['api', 'give the step an id'],
    ['aip --id x', 'did you mean "api"?'],
    ['api --kind cron --id x', 'Name one kind'],
    ['api --id x --method FETCH', 'there is no method "FETCH"'],
    ['api --id x --path users', 'must begin with "/"'],
    ['cron --id x --schedule hourly', 'schedule "hourly" has 1 field'],
    ['api --id x --language cobol', 'there is no language "cobol"'],
    ['api --id x --folder ..', 'is outside of the project'],
  ])('%s is wrong use: exit code 2, and nothing is written', async (args, words) => {
    const io = await add(args)
    expect(io.errors()).toContain(words)
    expect([io.exitCode(), readdirSync(root)]).toEqual([2, ['package.json']])
  })

  it('asks only for what was not given', async () => {
    const asked: string[] = []
    const answers = ['7', 'DELETE', '/x']
    const next = ({ message }: { message: string }) => {
      asked.push(message)
      return Promise.resolve(answers.shift() as never)
    }
    const asker = { text: next, select: next, multiselect: next, confirm: next, close() {} }
    expect(await askStep({ kind: 'api' }, asker)).toEqual({
      kind: 'api',
      id: '7',
      method: 'DELETE',
      path: '/x',
    })
    expect(asked).toEqual(['Its id', 'Method', 'Path'])
  })
})

describe('what is written', () => {
  it.each([true, false])('type-checks as TypeScript (zod: %s), with its tests', (hasZod) => {
    for (const given of STEPS) {
      const step = toStep(given)
      const file = `motia/steps/${toFileName(step.id, 'typescript')}.ts`
      write(file, toSource(step, { hasZod }))
      const test = toTest(step, file, 'node')
      if (test) write(test.file, test.text)
    }
    mkdirSync(join(root, 'node_modules/@types'), { recursive: true })
    mkdirSync(join(root, 'node_modules/@motia'), { recursive: true })
    for (const name of ['zod', '@types/node'])
      symlinkSync(join(workspace, 'node_modules', name), join(root, 'node_modules', name))
    const sources = join(workspace, 'packages')
    const compilerOptions = {
      ...{ module: 'nodenext', target: 'es2023', strict: true, noEmit: true, skipLibCheck: true },
      ...{ allowImportingTsExtensions: true, types: ['node'] },
      paths: {
        '@motia/core': [join(sources, 'core/src/index.ts')],
        '@motia/core/*': [join(sources, 'core/src/*.ts')],
        'motia/testing': [join(sources, 'motia/src/testing/index.ts')],
      },
    }
    write('motia/steps/wrong.ts', 'export const wrong: number = true')
    write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['motia/**/*'] }))
    const { stdout } = spawnSync(join(workspace, 'node_modules/.bin/tsc'), ['--pretty', 'false'], {
      cwd: root,
    })
    const findings = String(stdout)
      .split('\n')
      .filter((line) => line.startsWith('motia/'))
    expect(findings).toEqual([expect.stringMatching(/^motia\/steps\/wrong\.ts/)])
  })

  it.each(['python', 'ruby'] as const)('is found as steps by %s', async (language) => {
    for (const given of STEPS) {
      const step = toStep(given, language)
      write(
        `motia/steps/${toFileName(step.id, language)}.${language === 'python' ? 'py' : 'rb'}`,
        toSource(step, { hasZod: false }),
      )
    }
    const io = createFakeIo({ cwd: root, env: { PATH: process.env.PATH } })
    await runProgram(['steps', '--json'], io)
    expect(io.errors()).toBe('')
    const found = JSON.parse(io.output()).map(({ id, kind }: NewStep) => ({ id, kind }))
    expect(found).toHaveLength(STEPS.length)
    expect(found).toEqual(expect.arrayContaining(STEPS.map(({ id, kind }) => ({ id, kind }))))
  })
})

describe('the place of a step', () => {
  it('is named as its language and every system like', () => {
    expect(toFileName('send-email', 'typescript')).toBe('send-email')
    expect(toFileName('send-email', 'python')).toBe('send_email')
    expect(toFileName('a/b:c*', 'typescript')).toBe('a-b-c')
    expect(toFileName('../../etc', 'typescript')).toBe('etc')
    expect(toFileName('con', 'typescript')).toBe('step-con')
    expect(toFileName('주문', 'ruby')).toBe('주문')
    expect(toFileName('///', 'typescript')).toBe('step')
  })

  it('has forward slashes on Windows, too', () => {
    const given = { root: 'C:\\work\\shop', cwd: 'C:\\work\\shop\\motia', folder: 'steps\\users' }
    expect(chooseFile(toStep({ id: 'a' }), [], given, path.win32)).toBe('motia/steps/users/a.ts')
    const outside = { ...given, folder: '..\\..\\other' }
    expect(chooseFile(toStep({ id: 'a' }), [], outside, path.win32)).toBe('../other/a.ts')
    const drive = { ...given, folder: 'D:\\other' }
    expect(chooseFile(toStep({ id: 'a' }), [], drive, path.win32)).toBe('D:/other/a.ts')
  })

  it('is in the language of most files', () => {
    expect(guessLanguage(['a.py', 'b.py', 'c.ts'], true)).toBe('python')
    expect(guessLanguage([], true)).toBe('typescript')
    expect(guessLanguage([], false)).toBe('javascript')
    expect(guessLanguage(['a.mts', 'b.tsx'], false)).toBe('typescript')
  })
})

it('what to try is as a shell wants it', () => {
  const url = 'http://localhost:3001'
  expect(toTry(toStep({ path: "/it's" }), url)).toBe(`curl 'http://localhost:3001/it'\\''s'`)
  expect(toTry(toStep({ method: 'HEAD' }), url)).toBe('curl -I http://localhost:3001/x')
  expect(toTry(toStep({ kind: 'event', id: 'a&b' }), url)).toBe(`npx motia trigger 'a&b' '{"name":"you"}'`)
})

it('a test runner is found by its package or by the script', () => {
  expect(findTestRunner({ devDependencies: { jest: '*' } })).toBe('jest')
  expect(findTestRunner({ scripts: { test: 'node --import tsx --test' } })).toBe('node')
  expect(findTestRunner({ scripts: { test: 'mocha' } })).toBeUndefined()
})

it('a test is beside its step, or in the folder whose tests the script runs', () => {
  const test = 'node --import motia/testing/register --test test/*.test.ts'
  expect(findTestFolder({ scripts: { test } })).toBe('test')
  expect(findTestFolder({ scripts: { test: 'node --import tsx --test' } })).toBeUndefined()
  const step = toStep({ kind: 'event', id: 'send-mail' })
  const file = 'motia/steps/mail/send-mail.ts'
  expect(toTest(step, file, 'node')).toMatchObject({
    file: 'motia/steps/mail/send-mail.test.ts',
    text: expect.stringContaining("from './send-mail.ts'"),
  })
  expect(toTest(step, file, 'node', 'test')).toMatchObject({
    file: 'test/send-mail.test.ts',
    text: expect.stringContaining("from '../motia/steps/mail/send-mail.ts'"),
  })
})
