import { PassThrough } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { askAnswers } from './question.ts'
import { createTerminalAsker } from './terminal-asker.ts'

const DOWN = '\u001b[B'
const ENTER = '\r'
const SPACE = ' '
const CTRL_C = '\u0003'

/** A terminal at which somebody types, each time a question has appeared that matches. */
function answer(script: readonly (readonly [question: string, keys: readonly string[]])[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 })
  let shown = ''
  stdout.on('data', (chunk) => {
    shown += chunk
  })
  const type = async () => {
    for (const [question, keys] of script) {
      await vi.waitFor(() => expect(shown).toContain(question))
      for (const key of keys) stdin.write(key)
    }
  }
  const asker = createTerminalAsker({ stdin, stdout })
  const check = (folder: string) => (folder === 'taken' ? 'That one is taken' : undefined)
  return Promise.all([askAnswers({ packageManager: 'pnpm' }, asker, check), type()]).then(([answers]) => ({
    answers,
    shown,
  }))
}

it('asks for everything in its order, and takes the defaults at Enter', async () => {
  const { answers, shown } = await answer([
    ['Project name', ['motia-tutorial', ENTER]],
    ['Template', [ENTER]],
    ['Language', [ENTER]],
    ['Features', [ENTER]],
    ['Install packages with pnpm?', [ENTER]],
  ])
  expect(answers).toEqual({
    folder: 'motia-tutorial',
    template: 'full-stack',
    language: 'typescript',
    features: ['api', 'jobs', 'ai'],
    packageManager: 'pnpm',
    install: true,
  })
  expect(shown).toContain('Full-stack (recommended)')
  expect(shown).toContain('Background Jobs')
})

it('takes other choices by the arrow keys and the space bar', async () => {
  const { answers } = await answer([
    ['Project name', [ENTER]],
    ['Template', [DOWN, DOWN, ENTER]],
    ['Language', [DOWN, ENTER]],
    ['Features', [SPACE, DOWN, SPACE, ENTER]],
    ['Install', ['n']],
  ])
  expect(answers).toMatchObject({
    folder: 'motia-app',
    template: 'minimal',
    language: 'javascript',
    features: ['jobs'],
    install: false,
  })
})

it('says what is wrong with a name, and lets it be corrected', async () => {
  const { answers } = await answer([
    ['Project name', ['taken', ENTER]],
    ['That one is taken', ['-not', ENTER]],
    ['Template', [ENTER]],
    ['Language', [ENTER]],
    ['Features', [ENTER]],
    ['Install', [ENTER]],
  ])
  expect(answers.folder).toBe('taken-not')
})

it('ends at Ctrl-C', async () => {
  await expect(answer([['Project name', [CTRL_C]]])).rejects.toMatchObject({ exitCode: 130 })
})
