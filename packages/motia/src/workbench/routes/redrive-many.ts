/** Redrives many runs at once: what can be, is; what cannot, is named. */
import { Refusal } from '../refusal.ts'
import { toObject } from '../request-body.ts'
import type { Route } from '../router.ts'
import type { WorkbenchCommands } from '../run-reader.ts'
import type { WireRedriven } from '../wire/runs.ts'
import { sendCommand, toCommandRoute } from './commands.ts'

const MAX_RUNS = 1_000
/** So many commands are under way, so that their commits share transactions. */
const AT_A_TIME = 25

export function redriveManyRoute(commands: WorkbenchCommands): Route {
  return {
    ...toCommandRoute('redrive-many', []),
    audit: (body) => ({ runs: (body as { runIds?: unknown[] } | null)?.runIds?.length }),
    answer: ({ body }) => redriveMany(commands, parseRunIds(toObject(body).runIds)),
  }
}

async function redriveMany(commands: WorkbenchCommands, runIds: readonly string[]): Promise<WireRedriven> {
  const refused: { runId: string; error: string }[] = []
  for (let i = 0; i < runIds.length; i += AT_A_TIME) {
    const outcomes = await Promise.all(
      runIds.slice(i, i + AT_A_TIME).map(async (runId) => ({ runId, error: await redrive(commands, runId) })),
    )
    for (const { runId, error } of outcomes) if (error !== undefined) refused.push({ runId, error })
  }
  return { redriven: runIds.length - refused.length, refused }
}

/** Why not, if not. @throws Refusal 503: no other would fare better */
async function redrive(commands: WorkbenchCommands, runId: string): Promise<string | undefined> {
  try {
    const { done } = ((await sendCommand(commands, { name: 'redrive', runId })) ?? {}) as { done?: boolean }
    return done === false ? 'the run is gone, or has not failed' : undefined
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 503) throw error
    return error.message
  }
}

function parseRunIds(value: unknown): readonly string[] {
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')
  if (!isList || value.length > MAX_RUNS)
    throw new Refusal(400, `runIds has to be a list of at most ${MAX_RUNS} ids`)
  return [...new Set(value as string[])]
}
