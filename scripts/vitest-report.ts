/** Reads vitest's JSON report of one suite: what passed, what failed, and what was quietly left out. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './command.ts'

/** One suite's tests, counted. */
export interface Report {
  readonly passed: number
  readonly failed: number
  /** Skipped and todo tests, as `file: name`. */
  readonly skipped: readonly string[]
}

/** The part of the report that is read here. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Counts the tests of a report. A file that failed without a failed test (it did not load, say) counts as one. */
export function readReport(file: string): Report {
  const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped }
}
