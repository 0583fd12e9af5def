/** Stacks as the author of a step knows them. */
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compileProject } from './compile.ts'
import { createTempProject, type TempProject } from './fixtures/temp-project.ts'
import { loadFiles } from './load.ts'
import { locate, trimStack } from './source-maps.ts'

let project: TempProject

beforeAll(() => process.setSourceMapsEnabled(true))

beforeEach(async () => {
  project = await createTempProject()
})

afterEach(() => project.dispose())

/** Runs the only step of the files and gives what it throws. */
async function failureOf(files: Readonly<Record<string, string>>): Promise<Error> {
  project.write(files)
  const { files: compiled } = await compileProject({ root: project.root })
  const { steps } = await loadFiles(project.root, compiled)
  try {
    await steps[0]?.step.handler?.({}, {} as never)
  } catch (error) {
    return error as Error
  }
  throw new Error('the step did not fail')
}

describe('trimStack', () => {
  it('shows the lines of the sources, through helpers and awaits, and nothing else', async () => {
    const error = await failureOf({
      'motia/steps/pay.ts': `import { event } from '@motia/core'
import { charge } from '../lib/charge'

interface Gone { a: string; b: string }

export default event({ id: 'pay' }, async () => {
  // 결제 😀
  await Promise.all([1].map(async (n) => { await charge(n) }))
})`,
      'motia/lib/charge.ts': `type Gone = {
  a: string
}
export async function charge(amount: number): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  void ({ amount } satisfies { amount: number })
  undefinedFunction(amount)
}`,
    })
    expect(trimStack(error.stack ?? '', project.root).split('\n')).toEqual([
      'ReferenceError: undefinedFunction is not defined',
      '    at charge (motia/lib/charge.ts:7:3)',
      expect.stringMatching(/^ {4}at (async )?motia\/steps\/pay\.ts:8:\d+$/),
      '    at async Promise.all (index 0)',
      expect.stringMatching(/^ {4}at async (\S+ \()?motia\/steps\/pay\.ts:8:3\)?$/),
    ])
    expect(locate(error, project.root)).toEqual({ file: 'motia/lib/charge.ts', line: 7, column: 3 })
  })

  it('begins where the project calls a package that throws', async () => {
    const error = await failureOf({
      'motia/a.ts': `import { event } from '@motia/core'
import { z } from 'zod'
export default event({ id: 'a' }, () => {
  z.string().parse(1)
})`,
    })
    const stack = trimStack(error.stack ?? '', project.root)
    expect(stack.split('\n').filter((line) => /^ +at /.test(line))[0]).toMatch(
      /^ {4}at .*motia\/a\.ts:4:\d+\)?$/,
    )
    expect(stack).not.toContain('node_modules')
  })

  it('keeps every line of the message, also one that looks like a frame', () => {
    const root = '/project'
    const stack = [
      'Error: first',
      '    at the second line of the message',
      'third',
      '    at f (/project/motia/a.ts:1:2)',
      '    at Array.map (<anonymous>)',
      '    at async file:///project/motia/b%20c.ts:3:4',
      '    at new Promise (<anonymous>)',
      '    at node:internal/timers:1:1',
    ]
    expect(trimStack(stack.join('\n'), root).split('\n')).toEqual([
      ...stack.slice(0, 3),
      '    at f (motia/a.ts:1:2)',
      '    at Array.map (<anonymous>)',
      '    at async motia/b c.ts:3:4',
    ])
  })

  it('falls back to the frames of packages, and to the message alone', () => {
    const foreign = `    at f (${join('/project', 'node_modules/x/i.js')}:1:2)`
    expect(trimStack(`Error: x\n${foreign}\n    at node:net:1:1`, '/project')).toBe(`Error: x\n${foreign}`)
    expect(trimStack('Error: x\n    at node:net:1:1', '/project')).toBe('Error: x')
    expect(trimStack('', '/project')).toBe('')
  })

  it('leaves out the frames of Motia itself', () => {
    const { stack = '' } = new Error('x')
    expect(stack).toContain('source-maps.test.ts')
    expect(trimStack(stack, '/project')).not.toContain('source-maps.test.ts')
  })
})
