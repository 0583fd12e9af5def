/** What befalls the processes and the runs in general, in words; words.ts calls it for every such event. */
import type { Language, Mistake } from '@motia/core/descriptor'
import { formatDuration } from '@motia/core/duration'
import type { SystemEvent } from '@motia/core/events'
import type { Ink } from './ink.ts'
import { shortId, wordEndReason } from './short-id.ts'
import { toLine, toLines } from './terminal-text.ts'

export interface SystemWordOptions {
  readonly verbose: boolean
  /** What the second and later lines begin with. */
  readonly margin: string
}

/** A worker that takes longer to load its files is worth a line: heavy imports, say. */
const SLOW_START_MS = 1_500
const LANGUAGE_OF: Readonly<Record<string, Language>> = { py: 'python', rb: 'ruby' }

/** `undefined` for what goes as expected, unless verbose. */
export function formatSystemEvent(
  event: SystemEvent,
  { verbose, margin }: SystemWordOptions,
  ink: Ink,
): string | undefined {
  switch (event.type) {
    case 'app-ready': {
      const found = `${count(event.steps.length, 'step')} in ${formatDuration(event.tookMs)}`
      const mistakes = event.mistakes.map((mistake) => `\n${margin}${formatMistake(mistake, margin, ink)}`)
      return `${ink.green('✓')} ready on ${ink.bold(toLine(event.url))} ${ink.dim(`· ${found}`)}${mistakes.join('')}`
    }
    case 'steps-described': {
      const own = event.mistakes.filter(({ file }) => languageOf(file) === event.language)
      if (own.length === 0 && event.tookMs < SLOW_START_MS && !verbose) return undefined
      const mistakes = own.map((mistake) => `\n${margin}${formatMistake(mistake, margin, ink)}`)
      const found = count(event.steps.filter(({ language }) => language === event.language).length, 'step')
      const mark = own.length > 0 ? ink.yellow('!') : ink.green('✓')
      return `${mark} ${toLine(event.language)} loaded ${found} ${ink.dim(`in ${formatDuration(event.tookMs)}`)}${mistakes.join('')}`
    }
    case 'app-ended':
      return `${ink.red('✗')} the app process ended: ${toLines(event.cause, margin)}`
    case 'worker-started':
      return verbose ? ink.dim(`· ${toLine(event.language)} worker started (pid ${event.pid})`) : undefined
    case 'worker-ended':
      if (event.expected && !verbose) return undefined
      return `${event.expected ? ink.dim('·') : ink.yellow('!')} ${toLine(event.language)} worker ended (pid ${event.pid}): ${toLines(event.cause, margin)}`
    case 'unrouted': {
      const meant = event.nearest === undefined ? '' : `, did you mean "${toLine(event.nearest)}"?`
      return `${ink.yellow('!')} no step has the id "${toLine(event.target)}" or subscribes to a topic of that name${meant} ${ink.dim(`· ${shortId(event.traceId)}`)}`
    }
    case 'quarantined':
      return `${ink.red('✗')} ${ink.bold(toLine(event.stepId))} is quarantined: ${toLines(event.cause, margin)} ${ink.dim(`· run ${shortId(event.runId)}`)}`
    case 'cancelled':
      return `${ink.yellow('⊘')} ${ink.bold(toLine(event.stepId))} cancelled: ${wordEndReason(event.reason)} ${ink.dim(`· run ${shortId(event.runId)}`)}`
    case 'dropped':
      return `${ink.yellow('!')} ${count(event.count, 'telemetry event')} dropped: more was reported than could be taken`
    case 'notice':
      return `${wordNotice(event.level, ink)} ${toLines(event.message, margin)}${event.hint === undefined ? '' : `\n${margin}${ink.dim(toLines(event.hint, margin))}`}`
    default:
      // From another version of the app.
      return undefined
  }
}

/** `motia/steps/a.ts:3:1 the message`, and its hint on the next line. */
export function formatMistake(mistake: Mistake, margin: string, ink: Ink): string {
  const place = [mistake.file, mistake.line, mistake.column].filter((part) => part !== undefined).join(':')
  const hint = mistake.hint === undefined ? '' : `\n${margin}${ink.dim(toLines(mistake.hint, margin))}`
  return `${ink.red('✗')} ${ink.bold(toLine(place))} ${toLines(mistake.message, margin)}${hint}`
}

function wordNotice(level: string, ink: Ink): string {
  if (level === 'error') return ink.red('✗')
  return level === 'warn' ? ink.yellow('!') : ink.dim('·')
}

/** `1 step`, `2 steps`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

function languageOf(file: string): Language {
  return LANGUAGE_OF[file.slice(file.lastIndexOf('.') + 1)] ?? 'node'
}
