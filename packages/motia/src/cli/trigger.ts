/** `motia trigger <id> [payload]`: asks the running server for a run, and waits for its end if told to. */
import { setTimeout as delay } from 'node:timers/promises'
import { formatDuration, MINUTE_MS } from '@motia/core/duration'
import { isFinal } from '@motia/core/run'
import type { ReceiptData } from '@motia/core/runtime'
import type { RunRecord } from '@motia/core/store'
import { type Command, Option } from 'commander'
import { shortId } from '../observability/short-id.ts'
import { toLine } from '../observability/terminal-text.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { askApp } from './ask-app.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { readJsonArgument } from './json-argument.ts'
import { parseTime } from './options.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { wordWhy } from './runs.ts'
import { paintStatus } from './status-words.ts'

interface TriggerFlags {
  readonly wait?: boolean
  readonly timeout: number
  readonly delay?: number
  readonly key?: string
  readonly json?: boolean
}

/** What the app answers. */
type Receipt = ReceiptData & { readonly nearest?: string }

const POLL_MS = 50

export function registerTrigger(program: Command, io: Io): void {
  const timeout = new Option('--timeout <time>', 'how long to wait').argParser(parseTime)
  timeout.default(5 * MINUTE_MS, '5m')
  program
    .command('trigger')
    .summary('ask for a run of a step, or of all that subscribe to a topic')
    .description('Asks the running server for a run of a step, or of all that subscribe to a topic.')
    .argument('<target>', 'id of a step, or a topic')
    .argument('[payload]', 'JSON; `-` reads it from stdin', 'null')
    .option('-w, --wait', 'wait for the end, and print the result; exit code 1 unless all runs succeed')
    .addOption(timeout)
    .option('--delay <time>', 'start no earlier than after that', parseTime)
    .option('--key <key>', 'the same key within 24 h gives the first run')
    .option('--json', 'print one JSON document')
    .action(async (target: string, given: string, flags: TriggerFlags) => {
      const payload = await readJsonArgument(given, 'payload', io)
      const config = await loadReadConfig(io)
      const options = {
        ...(flags.delay !== undefined && { delay: flags.delay }),
        ...(flags.key !== undefined && { key: flags.key }),
      }
      const receipt = await askApp<Receipt>(config.root, { name: 'trigger', target, payload, options })
      if (!receipt.routed) reportUnrouted(target, receipt, flags, io)
      else if (flags.wait) await reportEnd(receipt, openRuns(config), flags, io)
      else reportAccepted(receipt, flags, io)
    })
}

function reportUnrouted(target: string, receipt: Receipt, { json }: TriggerFlags, io: Io): void {
  if (json) io.write(`${JSON.stringify(receipt, undefined, 2)}\n`)
  const meant = receipt.nearest === undefined ? '' : `, did you mean "${receipt.nearest}"?`
  throw new CommandError(`no step has the id "${target}" or subscribes to a topic of that name${meant}`, {
    hint: '`motia steps` lists them.',
  })
}

function reportAccepted(receipt: Receipt, { json }: TriggerFlags, io: Io): void {
  if (json) {
    io.write(`${JSON.stringify(receipt, undefined, 2)}\n`)
    return
  }
  const { ink } = io
  for (const { runId, stepId } of receipt.runs)
    io.write(`${ink.green('✓')} accepted ${ink.bold(toLine(stepId))} ${ink.dim(`· run ${runId}`)}\n`)
  io.write(ink.dim(`  motia trace ${shortId(receipt.traceId)}\n`))
}

/** The result alone goes to stdout. */
async function reportEnd(receipt: Receipt, runs: SqliteReader, flags: TriggerFlags, io: Io): Promise<void> {
  const ended = await waitForEnd(receipt, runs, flags.timeout)
  runs.close()
  if (flags.json) io.write(`${JSON.stringify({ ...receipt, runs: ended.map(toJson) }, undefined, 2)}\n`)
  for (const run of flags.json ? [] : ended) {
    const took = formatDuration((run.finishedAt ?? 0) - run.createdAt)
    const status = paintStatus(run.status, run.status, io)
    if (run.status === 'succeeded') io.write(`${pretty(run.result)}\n`)
    io.writeError(`${io.ink.bold(toLine(run.stepId))} ${status} in ${took} ${io.ink.dim(`· ${run.runId}`)}\n`)
    if (run.status !== 'succeeded') io.writeError(`  ${wordWhy(run)}\n`)
  }
  if (ended.some(({ status }) => status !== 'succeeded')) io.setExitCode(1)
}

/** Reads the store, so that a restart of the app meanwhile does no harm. */
async function waitForEnd(receipt: Receipt, runs: SqliteReader, timeoutMs: number): Promise<RunRecord[]> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = receipt.runs.map(({ runId }) => runs.get(runId))
    const ended = found.filter((run): run is RunRecord => run !== undefined && isFinal(run.status))
    if (ended.length === found.length) return ended
    if (Date.now() >= deadline) {
      const left = found.length - ended.length
      throw new CommandError(
        `${left} of ${found.length} runs had not ended after ${formatDuration(timeoutMs)}`,
        {
          hint: `They go on; \`motia trace ${shortId(receipt.traceId)}\` shows them.`,
        },
      )
    }
    await delay(POLL_MS)
  }
}

function toJson({ runId, stepId, status, result, failure, reason }: RunRecord): object {
  return { runId, stepId, status, result: result === null ? null : JSON.parse(result), failure, reason }
}

function pretty(result: string | null): string {
  return result === null ? 'null' : JSON.stringify(JSON.parse(result), undefined, 2)
}
