/** What `motia cancel` and `motia redrive` have in common: one command to the app for each of the runs that are named. */
import type { RunStatus } from '@motia/core/run'
import type { Command as CliCommand } from 'commander'
import type { Config } from '../config/config.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { askApp } from './ask-app.ts'
import { confirm } from './confirm.ts'
import { wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { addRunFilter, findRuns, isFiltered, type RunFilterFlags, toRunQuery } from './run-filter.ts'
import { resolveRunId } from './run-id.ts'
import { startSpinner } from './spinner.ts'

export interface ManyFlags extends RunFilterFlags {
  readonly yes?: boolean
  readonly json?: boolean
}

export interface ManyAction {
  readonly name: 'cancel' | 'redrive'
  /** Those that a filter means unless it names a status. */
  readonly statuses: readonly RunStatus[]
  /** Tells of one that it was done to. */
  readonly wordDone: (runId: string) => string
  /** Why not, of one that it could not be done to. */
  readonly wordRefused: (runId: string, status: RunStatus | undefined) => string
}

/** So many commands are under way, so that their commits share transactions. */
const AT_A_TIME = 25
/** Each is told, as long as they are few. */
const FEW = 20

/** Adds ids and filter to a command. */
export function addManyRuns(command: CliCommand): CliCommand {
  return addRunFilter(command.argument('[runs...]', 'ids of the runs; without one, a filter names them'))
    .option('-y, --yes', 'do not ask before many runs are changed')
    .option('--json', 'print a JSON document for each, one a line')
}

/** Does it to all of them. @returns why not, of those that it could not be done to */
export async function actOnMany(
  action: ManyAction,
  texts: readonly string[],
  flags: ManyFlags,
  io: Io,
): Promise<readonly string[]> {
  const config = await loadReadConfig(io)
  const runs = openRuns(config)
  try {
    const runIds = await chooseRuns(action, texts, flags, { config, runs, io })
    return await actOnEach(action, runIds, flags, { config, runs, io })
  } finally {
    runs.close()
  }
}

interface Around {
  readonly config: Config
  readonly runs: SqliteReader
  readonly io: Io
}

/** Those of the ids, else those of the filter, once that is confirmed. */
async function chooseRuns(
  { name, statuses }: ManyAction,
  texts: readonly string[],
  flags: ManyFlags,
  { config, runs, io }: Around,
): Promise<readonly string[]> {
  const filtered = isFiltered(flags)
  if (texts.length > 0 && filtered) throw wrongUse('give either ids or a filter, not both')
  if (texts.length > 0) return [...new Set(texts.map((text) => resolveRunId(text, runs)))]
  if (!filtered) {
    const hint = `\`motia runs\` lists them; \`motia ${name} --help\` tells of filters, such as \`--step\`.`
    throw wrongUse(`name the runs to ${name}, by id or by a filter`, hint)
  }
  const query = { statuses, ...(await toRunQuery(flags, runs, config, io)) }
  const found = await findRuns(query, Number.POSITIVE_INFINITY, runs, config)
  if (found.length === 0) {
    if (!flags.json) io.write(`No runs to ${name}.\n`)
    return []
  }
  await confirm(`${name} ${found.length} ${found.length === 1 ? 'run' : 'runs'}`, flags.yes, io)
  return found.map(({ runId }) => runId).reverse() // the oldest first
}

async function actOnEach(
  action: ManyAction,
  runIds: readonly string[],
  { json }: ManyFlags,
  { config, runs, io }: Around,
): Promise<readonly string[]> {
  const refused: string[] = []
  const spinner = startSpinner(`${action.name} ${runIds.length} runs`, io)
  let done = 0
  for (let i = 0; i < runIds.length; i += AT_A_TIME) {
    const some = runIds.slice(i, i + AT_A_TIME)
    const answers = await Promise.all(
      some.map((runId) => askApp<{ done: boolean }>(config.root, { name: action.name, runId })),
    ).finally(() => spinner.stop())
    for (const [n, runId] of some.entries()) {
      const status = runs.get(runId)?.status
      if (!answers[n]?.done) refused.push(action.wordRefused(runId, status))
      else if (json) io.write(`${JSON.stringify({ runId, status })}\n`)
      else if (runIds.length <= FEW) io.write(`${action.wordDone(runId)}\n`)
      if (answers[n]?.done) done++
    }
  }
  if (runIds.length > FEW && !json) io.write(`${action.wordDone(`${done} runs`)}\n`)
  return refused
}
