/** `motia trace <id>`: the tree of runs that one cause led to, with what went wrong; by a trace's id or a run's. */
import { formatDuration } from '@motia/core/duration'
import type { Command } from 'commander'
import { firstUserFrame } from '../observability/frames.ts'
import { phaseMs, waitedMs, wordWait } from '../observability/phases.ts'
import type { Phase } from '../observability/records.ts'
import { shortId, wordEndReason } from '../observability/short-id.ts'
import { toLine, toLines } from '../observability/terminal-text.ts'
import { formatTime, wordIssues } from '../observability/words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns, openTelemetry } from './readers.ts'
import { resolveTraceId } from './run-id.ts'
import { markOf, paintStatus } from './status-words.ts'
import { type TraceNode, toTraceTree } from './trace-tree.ts'

/** Requests looked through for an id that the store does not know. */
const RECENT_SPANS = 1000
/** Of a wait or a commit. */
const WORTH_TELLING_MS = 100

export function registerTrace(program: Command, io: Io): void {
  program
    .command('trace')
    .summary('show the runs that one cause led to')
    .description('Shows the tree of runs that one cause led to, with what went wrong.')
    .argument('<id>', 'of the trace, or of one of its runs')
    .option('--json', 'print one JSON document: `traceId`, `runs`, `spans`')
    .action(async (id: string, flags: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const runs = openRuns(config)
      const telemetry = openTelemetry(config)
      // Requests without effects are in no store.
      const requests = await telemetry.spans({ kind: 'request', limit: RECENT_SPANS })
      const traceId = resolveTraceId(id, runs, requests)
      const found = runs.trace(traceId)
      const spans = await telemetry.trace(traceId)
      if (flags.json) io.write(`${JSON.stringify({ traceId, runs: found, spans }, undefined, 2)}\n`)
      else print(traceId, toTraceTree(found, spans), io)
      runs.close()
      telemetry.close()
    })
}

function print(traceId: string, roots: readonly TraceNode[], io: Io): void {
  const runs = roots.reduce((sum, root) => sum + countOf(root), 0)
  io.write(`${io.ink.dim('trace')} ${traceId} ${io.ink.dim(`· ${runs} ${runs === 1 ? 'run' : 'runs'}`)}\n`)
  for (const root of roots) printNode(root, '', '', io)
}

function printNode(node: TraceNode, lead: string, margin: string, io: Io): void {
  const { ink } = io
  const mark = paintStatus(markOf(node.status), node.status, io)
  const took = node.tookMs === undefined ? '' : ` ${formatDuration(node.tookMs)}`
  const tries = node.attemptsUsed > 1 ? `, ${node.attemptsUsed} attempts` : ''
  const status = node.status === 'succeeded' && tries === '' ? '' : ` ${node.status}${tries}`
  const request = node.request === undefined ? '' : ` ${toLine(node.request)}`
  const rest = ink.dim(wordRest(node.phases ?? []))
  const line = `${lead}${mark} ${ink.bold(toLine(node.stepId))}${request}${paintStatus(status, node.status, io)}${took}${rest}`
  io.write(
    `${line} ${ink.dim(`· ${formatTime(node.createdAt)} · ${io.isTTY ? shortId(node.runId) : node.runId}`)}\n`,
  )
  printFailure(node, `${margin}${node.children.length > 0 ? '│ ' : '  '}`, io)
  node.children.forEach((child, i) => {
    const isLast = i === node.children.length - 1
    printNode(child, `${margin}${isLast ? '└─ ' : '├─ '}`, `${margin}${isLast ? '   ' : '│  '}`, io)
  })
}

/** What it spent its time on besides its handler, if that was long: ` · waited 1.2 s, of it limit 800 ms · commit 120 ms`. */
function wordRest(phases: readonly Phase[]): string {
  const commit = phaseMs(phases, 'commit') ?? 0
  const parts = [
    (waitedMs(phases) ?? 0) >= WORTH_TELLING_MS && wordWait(phases),
    commit >= WORTH_TELLING_MS && `commit ${formatDuration(commit)}`,
  ]
  return parts.map((part) => (part ? ` · ${part}` : '')).join('')
}

function printFailure({ failure, reason, status }: TraceNode, margin: string, { ink, write }: Io): void {
  if (!failure) {
    if (reason !== undefined && status !== 'succeeded') write(`${margin}${ink.dim(wordEndReason(reason))}\n`)
    return
  }
  write(`${margin}${ink.red(`${toLine(failure.name)}: `)}${toLines(failure.message, margin)}\n`)
  for (const issue of wordIssues(failure)) write(`${margin}${issue}\n`)
  const frame = failure.stack === undefined ? undefined : firstUserFrame(failure.stack)
  if (frame !== undefined) write(`${margin}${ink.dim(`at ${toLine(frame)}`)}\n`)
}

function countOf(node: TraceNode): number {
  return 1 + node.children.reduce((sum, child) => sum + countOf(child), 0)
}
