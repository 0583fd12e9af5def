/** How the project's steps hang together, and where their nodes were put. */
import type { AppView } from '../app-view.ts'
import { wireSteps } from '../graph/edges.ts'
import { findFlows } from '../graph/flows.ts'
import { parsePositions, readPositions, writePositions } from '../graph/positions.ts'
import { Refusal } from '../refusal.ts'
import { toObject } from '../request-body.ts'
import { type Call, type Route, reading } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import type { WireDone } from '../wire/app.ts'
import type { WireFlow, WireGraph } from '../wire/steps.ts'

export interface GraphSources {
  readonly app: AppView
  readonly runs: RunReader
  readonly root: string
}

/** The latest runs, in which edges are looked for. */
const RUNS_LOOKED_AT = 10_000

export function graphRoutes(sources: GraphSources): Route[] {
  return [
    reading('graph', () => drawGraph(sources)),
    {
      method: 'POST',
      path: '/api/v1/commands/arrange',
      for: 'operator',
      audit: (body) => ({
        nodes: Object.keys((body as { positions?: object } | null)?.positions ?? {}).length,
      }),
      answer: (call) => arrange(sources, call),
    },
  ]
}

/** Also what the list of runs picks by. */
export async function listFlows({ app, runs }: GraphSources): Promise<readonly WireFlow[]> {
  const { edges } = await runs.edges(RUNS_LOOKED_AT)
  return findFlows(app.steps(), wireSteps(app.steps(), edges))
}

async function drawGraph({ app, runs, root }: GraphSources): Promise<WireGraph> {
  const { edges: seen } = await runs.edges(RUNS_LOOKED_AT)
  const wiring = wireSteps(app.steps(), seen)
  const { nodes, edges } = wiring
  return { flows: findFlows(app.steps(), wiring), nodes, edges, positions: await readPositions(root) }
}

async function arrange({ app, root }: GraphSources, { body }: Call): Promise<WireDone> {
  const positions = parsePositions(toObject(body).positions)
  if (app.info().mode !== 'development') {
    throw new Refusal(
      409,
      'the graph is arranged in development, where its positions are a file of the project',
    )
  }
  await writePositions(root, positions)
  return { done: true }
}
