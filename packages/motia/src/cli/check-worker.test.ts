import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createFakeIo } from './fixtures/fake-io.ts'
import { runProgram } from './program.ts'

const FOLDER = fileURLToPath(new URL('../testing/worker-check/fixtures', import.meta.url))

async function check(options: readonly string[], flaw: string) {
  const io = createFakeIo({ cwd: FOLDER, env: process.env })
  const command = ['--', process.execPath, 'wrong-worker.mjs', flaw]
  await runProgram(['check-worker', '--files', 'wrong-worker.mjs', ...options, ...command], io)
  return { code: io.exitCode(), output: io.output(), errors: io.errors() }
}

it('prints a sentence for each case by theme, and the sum; 0 if all passed', async () => {
  const { code, output } = await check(['--only', 'before a handler that'], 'nothing')
  expect(code).toBeUndefined()
  const [sum] = output.trim().split('\n').slice(-1)
  expect(output).toContain(
    '\nRunning\n  ✓ tells that an attempt has begun before a handler that blocks for ever\n',
  )
  expect(sum).toMatch(/^2 passed, 0 failed in \d/)
})

it('ends with 1 if one failed', async () => {
  const { code, output } = await check(['--only', 'ends the process', '--patience', '1s'], 'begins late')
  expect(code).toBe(1)
  expect(output).toContain('  ✗ tells that an attempt has begun before a handler that ends the process\n')
})

it('prints one document for programs', async () => {
  const { code, output } = await check(['--only', 'a ping', '--without', 'threads', '--json'], 'counts pings')
  expect(code).toBe(1)
  const cases = [
    { theme: 'Running', name: 'answers a ping while a handler sleeps', status: 'failed' },
    { theme: 'Running', name: 'answers a ping while a handler blocks', status: 'skipped' },
  ]
  expect(JSON.parse(output)).toMatchObject({ ok: false, passed: 0, failed: 1, skipped: 1, cases })
})

it.each([
  ['a file that is not there', ['--files', 'none.mjs'], 'there is no file none.mjs'],
  [
    'a power that there is not',
    ['--without', 'wings'],
    'wings is none of api, streams, threads, prints, scan.',
  ],
  ['words that no case holds', ['--only', 'nonesuch'], 'no case was run'],
])('refuses %s as wrong use', async (_, options, message) => {
  const { code, errors } = await check(options, 'nothing')
  expect(code).toBe(2)
  expect(errors).toContain(message)
})
