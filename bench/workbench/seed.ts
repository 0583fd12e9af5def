/**
 * Writes a day of story.ts into a project, and the figures of the six days before: through the store's and telemetry's
 * own code, so that rows, sums and indexes are those that a project would have. benchmarks/workbench.ts calls it.
 */
import { randomBytes } from 'node:crypto'
import { createIdSource } from '@motia/core/id'
import type { Store } from '@motia/core/store'
import type * as telemetry from '../../packages/motia/src/observability/sqlite/file.ts'
import type { Project } from '../processes/project.ts'
import { openStore } from '../processes/store-file.ts'
import { keepCounts } from './counts.ts'
import { leaveBacklog } from './leftovers.ts'
import { playTrace, type Stage } from './play.ts'
import { type Chance, createChance, tellLookup, tellTrace } from './story.ts'
import { toEvents } from './telemetry.ts'

const BUILT = new URL('../../packages/motia/dist/observability/sqlite/file.js', import.meta.url)
const { openTelemetryFile }: typeof telemetry = await import(BUILT.href)

export interface Amounts {
  readonly runs: number
  readonly lines: number
}

const DAY_MS = 86_400_000
/** As it is by default. */
const MAX_BYTES = 512 * 1024 ** 2
/** Traces that are played at a time, so that their commits share transactions; their runs are out of order by as much. */
const WAVE = 64
/** Of a trace's runs, about. */
const RUNS_PER_TRACE = 4.3
/** Requests without effects, for each trace. */
const LOOKUPS = 0.8

export async function seedProject(project: Project, { runs, lines }: Amounts): Promise<void> {
  const endAt = Date.now() - 1_000
  const store = await openStore(project)
  const file = openTelemetryFile({ path: project.telemetry, maxAgeMs: 8 * DAY_MS, maxBytes: MAX_BYTES })
  const chance = createChance(7)
  const counts = keepCounts(endAt, (events) => file.write(events))
  counts.tellWeek(createChance(9))
  const paceMs = (DAY_MS * RUNS_PER_TRACE) / runs
  let told = 0
  for (let made = 0, at = endAt - DAY_MS; made < runs; at += paceMs * WAVE) {
    const played = await playWave(store, told, at, Math.min(paceMs, (endAt - at) / WAVE), chance)
    told += WAVE
    made += played.reduce((sum, { isStored }) => sum + (isStored ? 1 : 0), 0)
    counts.take(played)
    for (const batch of toBatches(toEvents(played, Math.round(lines / runs)))) file.write(batch)
  }
  counts.finish()
  await leaveBacklog(store, endAt)
  while (file.index());
  file.close()
  await store.close()
}

/** Traces side by side, and requests without effects between them. */
async function playWave(
  store: Store,
  first: number,
  at: number,
  paceMs: number,
  chance: Chance,
): Promise<Stage['played']> {
  const stage: Stage = { store, played: [], newId: newIdAt(() => clock) }
  let clock = at
  const traces = Array.from({ length: WAVE }, (_, i) => ({
    at: Math.round(at + i * paceMs),
    index: first + i,
  }))
  const told = traces.map((trace) => ({ ...trace, story: tellTrace(trace.index, chance) }))
  const lookups = traces.filter(() => chance() < LOOKUPS)
  const asked = lookups.map((trace) => ({ ...trace, story: tellLookup(trace.index, chance), isLookup: true }))
  const playing = [...told, ...asked].map(({ story, at: from, ...rest }) => {
    clock = from
    return playTrace(stage, story, from, 'isLookup' in rest)
  })
  await Promise.all(playing)
  return stage.played.sort((a, b) => a.startedAt - b.startedAt)
}

function newIdAt(now: () => number): () => string {
  return createIdSource(now, (digits) => randomBytes(8).toString('hex').slice(0, digits))
}

function toBatches<T>(events: readonly T[]): T[][] {
  const batches: T[][] = []
  for (let i = 0; i < events.length; i += 500) batches.push(events.slice(i, i + 500))
  return batches
}
