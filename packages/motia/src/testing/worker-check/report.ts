/** The check's results in words: a line for each case as it ends, what is wrong with it, and the sum. */
import { formatDuration } from '@motia/core/duration'
import type { Ink } from '../../observability/ink.ts'
import { toLine } from '../../observability/terminal-text.ts'
import type { CaseResult } from './check.ts'

const PAGE = 'docs/protocol.md'

/** The lines of one case. @param isFirst of its theme, which then stands above it */
export function wordResult(result: CaseResult, isFirst: boolean, ink: Ink): string {
  const title = isFirst ? `\n${ink.bold(result.theme)}\n` : ''
  return `${title}${wordCase(result, ink)}\n`
}

function wordCase({ name, status, failure }: CaseResult, ink: Ink): string {
  if (status === 'skipped') return `  ${ink.dim(`- ${name} (skipped)`)}`
  if (!failure) return `  ${ink.green('✓')} ${name}`
  const { wrong, asks, journal } = failure
  const lines = [
    `${ink.red('✗')} ${name}`,
    `    ${ink.red(toLine(wrong))}`,
    `    ${PAGE}: ${asks}`,
    ...(journal.length > 0 ? ['    sent (→), came (←) and printed (│):'] : []),
    ...journal.map((line) => `      ${ink.dim(toLine(line))}`),
  ]
  return lines.map((line) => `  ${line}`).join('\n')
}

/** `59 passed, 1 failed, 2 skipped in 4.2 s` */
export function wordSum(results: readonly CaseResult[], ms: number, ink: Ink): string {
  const { passed, failed, skipped } = countResults(results)
  const failures = failed > 0 ? ink.red(`${failed} failed`) : `${failed} failed`
  const skips = skipped > 0 ? `, ${skipped} skipped` : ''
  return `\n${passed} passed, ${failures}${skips} in ${formatDuration(ms)}\n`
}

export function countResults(results: readonly CaseResult[]) {
  const count = (status: CaseResult['status']) => results.filter((result) => result.status === status).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}
