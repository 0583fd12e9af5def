/** The options by which `motia runs`, `motia cancel` and `motia redrive` pick runs, and the runs that they name. */
import { didYouMean } from '@motia/core/nearest'
import { type RunStatus, TRANSITIONS } from '@motia/core/run'
import type { RunFilter, RunSummary } from '@motia/core/store'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { CommandError, wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { MOMENT_FORMS, parseMoment } from './moment.ts'
import { openTelemetry } from './readers.ts'
import { resolveTraceId } from './run-id.ts'

export interface RunFilterFlags {
  readonly step?: string
  readonly status?: string
  readonly flow?: string
  readonly trace?: string
  readonly since?: number
  readonly until?: number
  readonly text?: string
}

/** A filter, and the words to look for, which only a search finds. */
export type RunQuery = Omit<RunFilter, 'limit' | 'before'> & { readonly text?: string }

const STATUSES = Object.keys(TRANSITIONS) as RunStatus[]
/** Runs whose log lines hold the text. */
const MAX_RUNS_OF_LOGS = 200
const PAGE = 500

/** Adds them; what is given has to hold altogether. */
export function addRunFilter(command: Command): Command {
  return command
    .option('-s, --step <ids>', 'of this step only; several separated by commas')
    .option(
      '--status <list>',
      `some of ${STATUSES.map((status) => `\`${status}\``).join(', ')}, separated by commas`,
    )
    .option('--flow <name>', 'of the steps of this flow only, as the Workbench draws it')
    .option('--trace <id>', "of this trace only, or of a run's")
    .option('--since <time>', `created since then: ${MOMENT_FORMS}`, (text) => parseMoment(text))
    .option('--until <time>', 'created before', (text) => parseMoment(text))
    .option('-t, --text <text>', 'that hold this in input, error, id or log lines')
}

/** Whether any of them was given. */
export function isFiltered({ step, status, flow, trace, since, until, text }: RunFilterFlags): boolean {
  return [step, status, flow, trace, since, until, text].some((value) => value !== undefined)
}

/** @throws CommandError if there is no such status, trace or flow */
export async function toRunQuery(
  flags: RunFilterFlags,
  runs: SqliteReader,
  config: Config,
  io: Io,
): Promise<RunQuery> {
  const { step, status, flow, trace, since, until, text } = flags
  const named = step === undefined ? undefined : toList(step)
  const within = flow === undefined ? undefined : await stepsOfFlow(flow, runs, config, io)
  const stepIds = named && within ? named.filter((id) => within.includes(id)) : (named ?? within)
  return {
    ...(stepIds && { stepIds }),
    ...(status !== undefined && { statuses: toList(status).map(parseStatus) }),
    ...(trace !== undefined && { traceId: resolveTraceId(trace, runs) }),
    ...(since !== undefined && { from: since }),
    ...(until !== undefined && { to: until }),
    ...(text !== undefined && { text }),
  }
}

/** Newest first, up to `limit`. Looks through the whole store if it has to. */
export async function findRuns(
  query: RunQuery,
  limit: number,
  runs: SqliteReader,
  config: Config,
): Promise<RunSummary[]> {
  const { text, ...filter } = query
  if (text === undefined) return listRuns(filter, limit, runs)
  const telemetry = openTelemetry(config)
  const orRunIds = await telemetry.runIdsOfLogs(text, MAX_RUNS_OF_LOGS)
  telemetry.close()
  const found: RunSummary[] = []
  let before: string | undefined
  do {
    const page = runs.search({
      ...{ ...filter, text, orRunIds, limit: limit - found.length },
      ...(before !== undefined && { before }),
    })
    found.push(...page.runs)
    before = page.before
  } while (before !== undefined && found.length < limit)
  return found
}

function listRuns(filter: Omit<RunFilter, 'limit'>, limit: number, runs: SqliteReader): RunSummary[] {
  const found: RunSummary[] = []
  for (let before: string | undefined; found.length < limit; before = found.at(-1)?.runId) {
    const wanted = Math.min(PAGE, limit - found.length)
    const page = runs.list({ ...filter, limit: wanted, ...(before !== undefined && { before }) })
    found.push(...page)
    if (page.length < wanted) break
  }
  return found
}

/** Flows are found as the Workbench finds them: by the names that steps give, else by what connects the steps. */
async function stepsOfFlow(name: string, runs: SqliteReader, config: Config, io: Io): Promise<string[]> {
  const [{ findSteps }, { wireSteps }, { findFlows }] = await Promise.all([
    import('./steps.ts'),
    import('../workbench/graph/edges.ts'),
    import('../workbench/graph/flows.ts'),
  ])
  const steps = await findSteps(config, io)
  const flows = findFlows(steps, wireSteps(steps, runs.edges(10_000).edges))
  const flow = flows.find(({ id }) => id === name)
  const names = flows.map(({ id }) => id)
  if (!flow) {
    const known = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`
    throw new CommandError(`there is no flow "${name}"${didYouMean(name, names)}`, { hint: `${known}.` })
  }
  return flow.nodeIds.filter((id) => id.startsWith('step:')).map((id) => id.slice('step:'.length))
}

function parseStatus(text: string): RunStatus {
  if ((STATUSES as string[]).includes(text)) return text as RunStatus
  throw wrongUse(`there is no status "${text}"${didYouMean(text, STATUSES)}`)
}

function toList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
