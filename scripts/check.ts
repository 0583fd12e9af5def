/**
 * `npm run check`: everything that can be said about the code without running the product. All checks run, two at a
 * time; what a failed one found is printed, and the exit code is 1.
 */
import { execute, isMain, tool } from './command.ts'

/** A check: a command that finds nothing, or exits with another code than 0. */
interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

const CHECKS: readonly Check[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types of the packages', command: ['tsc', '-b'] },
  { name: 'types of tests and scripts', command: ['tsc', '-p', 'tsconfig.test.json'] },
  { name: 'dead code', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'architecture', command: ['vitest', 'run', '--project', 'arch'] },
]

/** Runs the checks, all but those named, and prints one line for each. Returns the names of those that failed. */
export async function check({ without = [] }: { without?: readonly string[] } = {}): Promise<string[]> {
  const waiting = CHECKS.filter(({ name }) => !without.includes(name))
  const failed: string[] = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!(await passes(next))) failed.push(next.name)
    }
  }
  await Promise.all([work(), work()])
  return failed
}

async function passes({ name, command: [program, ...args] }: Check): Promise<boolean> {
  const started = performance.now()
  const { exitCode, output } = await execute(tool(program), args, 'capture')
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (exitCode !== 0) console.log(`\n${output.trim()}`)
  console.log(`${exitCode === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  return exitCode === 0
}

if (isMain(import.meta.url) && (await check()).length > 0) process.exitCode = 1
