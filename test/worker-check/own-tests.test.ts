/** The unit tests of the Python and Ruby workers, which are written in their languages and lie beside them. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const MOTIA = fileURLToPath(new URL('../../packages/motia', import.meta.url))
const MINUTES = 10 * 60_000

it.each([
  ['Python', 'python3', ['-m', 'unittest', 'discover', '-s', 'python/tests'], /^Ran (\d+) tests in/m, /^OK/m],
  ['Ruby', 'ruby', ['ruby/test/all.rb'], /^(\d+) runs, /m, / 0 failures, 0 errors/],
] as const)(
  'the own tests of the %s worker pass',
  async (_, program, args, counts, passes) => {
    const output = await run(program, args)
    expect(output).toMatch(passes)
    expect(Number(counts.exec(output)?.[1])).toBeGreaterThan(100)
  },
  MINUTES,
)

/** Resolves to all that it wrote. @throws with that if it fails */
function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: MOTIA, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output.slice(-20_000)))))
  })
}
