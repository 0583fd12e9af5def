/** What `motia dev` says of itself: where it answers, which steps it found, what changed. dev.ts prints it. */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import { formatDuration } from '@motia/core/duration'
import { formatMistakes } from '../discovery/report.ts'
import type { Screen } from '../observability/screen.ts'
import { formatSteps } from '../observability/step-table.ts'
import { toLine } from '../observability/terminal-text.ts'
import type { Urls } from '../supervisor.ts'

/** What the app found in the project. */
export interface Found {
  readonly steps: readonly StepDescriptor[]
  readonly mistakes: readonly Mistake[]
}

const MARGIN = '  '
const FILES_NAMED = 3

/** Once: URLs, steps, mistakes. */
export function formatBanner(urls: Urls, { steps, mistakes }: Found, tookMs: number, screen: Screen): string {
  const { ink } = screen
  const lines = [
    '',
    `${MARGIN}${ink.green('✓')} ${ink.bold('Motia')} is ready ${ink.dim(`after ${formatDuration(tookMs)}`)}`,
    '',
    `${MARGIN}API        ${ink.cyan(urls.api)}`,
    ...(urls.workbench === undefined ? [] : [`${MARGIN}Workbench  ${ink.cyan(urls.workbench)}`]),
    '',
  ]
  const table = steps.length === 0 ? `${MARGIN}${wordNoSteps(mistakes)}\n` : indent(steps, screen)
  const wrong = mistakes.length === 0 ? '' : `${formatMistakes(mistakes, screen)}\n`
  return `${lines.join('\n')}\n${table}\n${wrong}`
}

/** One line for a reload, and what is wrong now. */
export function formatReload(
  files: readonly string[],
  { mistakes }: Found,
  tookMs: number,
  screen: Screen,
): string {
  const line = `${screen.ink.green('↻')} reloaded in ${formatDuration(tookMs)}: ${wordFiles(files)}\n`
  return mistakes.length === 0 ? line : `${line}\n${formatMistakes(mistakes, screen)}\n`
}

/** `create-user.ts`, `a.ts, b.ts, c.ts and 4 more`: the names that an editor's tabs show. */
export function wordFiles(files: readonly string[]): string {
  if (files.length === 0) return 'what changed during the start'
  const names = files.map((file) => toLine(file.split('/').at(-1) ?? file))
  const rest = names.length - FILES_NAMED
  return rest > 0 ? `${names.slice(0, FILES_NAMED).join(', ')} and ${rest} more` : names.join(', ')
}

function wordNoSteps(mistakes: readonly Mistake[]): string {
  if (mistakes.length > 0) return 'No step could be loaded.'
  return 'No steps yet: `npx motia add` writes one into motia/steps.'
}

function indent(steps: readonly StepDescriptor[], { ink, isTTY, columns }: Screen): string {
  const table = formatSteps(steps, { ink, isTTY, columns: columns - MARGIN.length })
  return table.replace(/^(?=.)/gm, MARGIN)
}
