/**
 * `npm test`: packs, then runs the checks and every suite, on to the end whatever fails, asks whether each statement of
 * ACCEPTANCE has its proof, and closes with one line `N passed, N failed`, where an unproven statement is a failure.
 * `npm test -- unit e2e` runs these suites only, and does not ask. In CI a skipped test is a failed one.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureSystemPackages } from '../test/system-packages.ts'
import { findGaps } from './acceptance.ts'
import { check } from './check.ts'
import { execute, root, tool } from './command.ts'
import { pack } from './pack.ts'
import { type Report, readReport } from './vitest-report.ts'

/** A project of vitest.config.ts, and what must be there before it runs. */
interface Suite {
  readonly name: string
  /** Whether it installs the packed packages. */
  readonly packed: boolean
  readonly systemPackages: readonly string[]
}

const SUITES: readonly Suite[] = [
  { name: 'unit', packed: false, systemPackages: ['python3', 'python3-venv', 'ruby', 'ruby-bundler'] },
  { name: 'arch', packed: false, systemPackages: [] },
  { name: 'workers', packed: false, systemPackages: ['python3', 'ruby'] },
  { name: 'e2e', packed: true, systemPackages: ['curl', 'python3', 'python3-venv', 'ruby', 'strace'] },
  {
    name: 'workbench',
    packed: true,
    systemPackages: ['chromium', 'fonts-noto-cjk', 'python3', 'python3-venv', 'ruby'],
  },
  { name: 'chaos', packed: true, systemPackages: ['python3', 'ruby'] },
  { name: 'runtimes', packed: true, systemPackages: ['python3', 'python3-venv', 'ruby', 'ruby-bundler'] },
]

const inCi = Boolean(process.env.CI)
const resultsFolder = join(root, '.test-results')
const failures: string[] = []
/** Suites that ran to their end, and left the report that this run is judged by. */
const reported: string[] = []
let passed = 0
let failed = 0

await main(process.argv.slice(2))

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    console.error(`No suite ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}`)
    process.exitCode = 2
    return
  }
  rmSync(resultsFolder, { recursive: true, force: true })
  mkdirSync(resultsFolder)
  const suites = SUITES.filter(({ name }) => names.length === 0 || names.includes(name))
  if (names.length === 0) await attempt('check', runChecks)
  if (suites.some((suite) => suite.packed)) await attempt('pack', pack)
  for (const suite of suites) await attempt(suite.name, () => runSuite(suite))
  if (names.length === 0) await attempt('acceptance', judgeAcceptance)
  for (const failure of failures) console.log(`✗ ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

/** A part that throws counts as one failure, and the parts after it still run. */
async function attempt(name: string, part: () => Promise<unknown>): Promise<void> {
  console.log(`\n── ${name}`)
  try {
    await part()
  } catch (error) {
    fail(`${name}: ${error instanceof Error ? error.message : error}`)
  }
}

/** The architecture is also a suite, whose tests are counted. */
async function runChecks(): Promise<void> {
  for (const name of await check({ without: ['architecture'] })) fail(`check: ${name}`)
}

async function runSuite({ name, systemPackages }: Suite): Promise<void> {
  await ensureSystemPackages(systemPackages)
  const report = join(resultsFolder, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { exitCode } = await execute(
    tool('vitest'),
    ['run', '--project', name, '--passWithNoTests', ...reporters],
    'inherit',
  )
  count(name, readReport(report), exitCode)
  reported.push(name)
}

/** Where a suite is missing, that has failed already, and every statement that it proves would be a gap. */
async function judgeAcceptance(): Promise<void> {
  if (!['unit', 'e2e', 'workbench'].every((name) => reported.includes(name)))
    return console.log('not asked: a suite is missing')
  const gaps = findGaps(reported)
  console.log(`${gaps.length} statements without proof`)
  for (const gap of gaps) fail(`acceptance: ${gap}`)
}

/** vitest may also fail for what no test says: an unhandled rejection, a process that would not end. */
function count(name: string, report: Report, exitCode: number): void {
  passed += report.passed
  for (const test of report.failed) fail(`${name}: ${test}`)
  if (report.failed.length === 0 && exitCode !== 0) fail(`${name}: vitest exited with ${exitCode}`)
  if (inCi) for (const test of report.skipped) fail(`${name}: skipped in CI: ${test}`)
}

function fail(what: string): void {
  failures.push(what)
  failed++
}
