import { PassThrough } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { createLineAsker } from './line-asker.ts'
import { askAnswers } from './question.ts'

const DEFAULTS = {
  folder: 'motia-app',
  template: 'full-stack',
  language: 'typescript',
  features: ['api', 'jobs', 'ai'],
  install: true,
}

async function answer(input: string, { end = true, silenceMs = 60_000 } = {}) {
  const stdin = new PassThrough()
  const stdout = new PassThrough()
  stdin.write(input)
  if (end) stdin.end()
  const asker = createLineAsker({ stdin, stdout }, silenceMs)
  try {
    return { answers: await askAnswers({ packageManager: 'npm' }, asker, () => undefined), stdout }
  } finally {
    asker.close()
    stdout.end()
  }
}

it('takes the answers of chapter 1 in their order', async () => {
  const { answers } = await answer(
    'motia-tutorial\nFull-stack (권장)\nTypeScript\nAPI + Background Jobs + AI Integration\n',
  )
  expect(answers).toMatchObject({ ...DEFAULTS, folder: 'motia-tutorial' })
})

it('takes numbers', async () => {
  const { answers } = await answer('shop\n3\n2\n1,3\nn\n')
  expect(answers).toMatchObject({
    folder: 'shop',
    template: 'minimal',
    language: 'javascript',
    features: ['api', 'ai'],
    install: false,
  })
})

it('takes the default for an empty line, the features of the template among them', async () => {
  const { answers } = await answer('\nminimal\r\n\n\n\n')
  expect(answers).toMatchObject({ ...DEFAULTS, template: 'minimal', features: ['api'] })
})

it('takes defaults once the lines have ended, even without a last newline', async () => {
  expect((await answer('')).answers).toMatchObject(DEFAULTS)
  expect((await answer('shop\napi')).answers).toMatchObject({
    folder: 'shop',
    template: 'api',
    features: ['api'],
  })
})

it('takes defaults from a pipe that stays open and silent, instead of waiting for ever', async () => {
  const { answers } = await answer('shop\n', { end: false, silenceMs: 20 })
  expect(answers).toMatchObject({ ...DEFAULTS, folder: 'shop' })
})

it('shows each question with its choices, and the answer that it took', async () => {
  const { stdout } = await answer('shop\n2\n')
  const shown = await readText(stdout)
  expect(shown).toContain('Project name [motia-app]: shop\n')
  expect(shown).toContain('  1. Full-stack (recommended)\n  2. API\n  3. Minimal\n')
  expect(shown).toContain('\nTemplate [full-stack]: 2\n')
  expect(shown).toContain('  3. Python\n')
  expect(shown).toContain('Features [api]: api\n')
})

it('refuses an answer that makes no sense', async () => {
  await expect(answer('shop\nfull-stak\n')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('Did you mean "full-stack"?'),
  })
  await expect(answer('shop\n\n\n\nperhaps\n')).rejects.toMatchObject({ exitCode: 2 })
})
