/** The testing kit as its user has it: the files of docs/testing.md in a created project, under each test runner. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBlocks, toFile } from '../docs/guide-page.ts'
import { createProject, type Project } from './harness/project.ts'

/** What the page's files are run by, besides Node itself. */
const RUNNERS = ['vitest@4', 'jest@30', '@swc/core@1', '@swc/jest@0.2']

let project: Project

beforeAll(async () => {
  project = await createProject('testing')
  for (const block of readBlocks('docs/testing.md')) {
    const file = toFile(block)
    if (!file) continue
    const isJson = file.path.endsWith('.json')
    project.write(file.path, isJson ? block.code.replace(/^.*\n/, '') : block.code)
  }
  const { exitCode, stderr } = await project.run('npm', 'install', '--ignore-scripts', '-D', ...RUNNERS)
  expect(exitCode, stderr).toBe(0)
})

afterAll(() => project?.dispose())

async function passes(command: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await project.run(command, ...args)
  expect(exitCode, stdout + stderr).toBe(0)
  return stdout + stderr
}

describe('the examples of docs/testing.md', () => {
  it('S160: pass under Vitest: steps and whole flows, in process and on a clock that the test moves', async () => {
    expect(await passes('npx', 'vitest', 'run', '--dir', 'test')).toContain('3 passed')
  })

  it('S160: pass under Node, which ends by itself and needs nothing else for TypeScript', async () => {
    expect(await passes('node', '--import', 'motia/testing/register', '--test', 'test/node.ts')).toMatch(
      /pass 1/,
    )
  })

  it('S160: pass under Python’s unittest, within the environment that `motia install` makes', async () => {
    await passes(process.execPath, project.bin, 'install')
    expect(await passes('.venv/bin/python', '-m', 'unittest', 'discover', '-s', 'test')).toMatch(
      /Ran 1 test\b/,
    )
  })

  it('pass under Jest, whose modules are CommonJS', async () => {
    expect(await passes('npx', 'jest', '--config', 'jest.config.json')).toContain('1 passed')
  })

  it('pass under Jest with modules', async () => {
    project.write(
      'test/users.jest.mjs',
      `import { jest } from '@jest/globals'
import { event } from '@motia/core'
import { createTestApp } from 'motia/testing'
test('a run is waited for under fake timers', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] })
  const late = event({ id: 'late' }, async (_, ctx) => ctx.attempt)
  const app = await createTestApp({ steps: [late] })
  expect(await app.call(late, null, { delay: 86_400_000 })).toBe(1)
  await app.close()
})
`,
    )
    const config = { transform: {}, testMatch: ['**/*.jest.mjs'] }
    project.write('jest.modules.json', JSON.stringify(config))
    const jest = [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--config',
      'jest.modules.json',
    ]
    expect(await passes('node', ...jest)).toContain('1 passed')
  })

  it('are typed: what a step does not take does not compile', async () => {
    project.write(
      'test/typed.test.ts',
      `import { runStep } from 'motia/testing'
import { sendWelcome } from '../motia/steps/send-welcome.ts'
// @ts-expect-error an email is a text
void runStep(sendWelcome, { email: 1 })
`,
    )
    const { stdout } = await project.run('npx', 'tsc', '--noEmit', '--pretty', 'false')
    expect(stdout.split('\n').filter((line) => line.startsWith('test/'))).toEqual([])
    project.remove('test/typed.test.ts')
  })
})
