/** Reads vitest's JSON report of one suite: what passed, what failed, and what was quietly left out. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './command.ts'

/** One suite's tests, counted. */
export interface Report {
  readonly passed: number
  /** Failed tests, as `file: name` and, below it, the first lines of what was thrown. */
  readonly failed: readonly string[]
  /** Skipped and todo tests, as `file: name`. */
  readonly skipped: readonly string[]
}

/** The part of the report that is read here. */
interface VitestReport {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    /** Why the file could not be run. */
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const SHOWN_LINES = 12

/** Counts the tests of a report. A file that failed without a failed test (it did not load, say) counts as one. */
export function readReport(file: string): Report {
  const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'))
  const failed = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const path = relative(root, name)
    const tests = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && tests.length === 0) return [`${path}\n${toExcerpt(message)}`]
    return tests.map((test) => `${path}: ${test.fullName}\n${toExcerpt(test.failureMessages.join('\n'))}`)
  })
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  )
  return { passed: report.numPassedTests, failed, skipped }
}

function toExcerpt(message: string): string {
  const lines = stripVTControlCharacters(message).trim().split('\n')
  const own = lines.filter((line) => !/^\s+at .*(node_modules|<anonymous>)/.test(line))
  return own
    .slice(0, SHOWN_LINES)
    .map((line) => `    ${line}`)
    .join('\n')
}
