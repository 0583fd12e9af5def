/** Where the nodes of the graph were put by hand: a file of the project, so that a team shares it. routes/graph.ts asks. */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { toObject } from '../request-body.ts'
import type { WirePosition } from '../wire/steps.ts'

export type Positions = Readonly<Record<string, WirePosition>>

const FILE = 'motia/workbench.json'
const MAX_POSITIONS = 2_000
const MAX_DISTANCE = 1_000_000
const NODE_ID = /^(step|topic|missing):.{1,300}$/s

/** Nothing if there is no such file, or it is not as we write it. */
export async function readPositions(root: string): Promise<Positions> {
  try {
    return parsePositions(
      (JSON.parse(await readFile(join(root, FILE), 'utf8')) as { positions?: unknown }).positions,
    )
  } catch {
    return {}
  }
}

/** Whole or not at all. */
export async function writePositions(root: string, positions: Positions): Promise<void> {
  const path = join(root, FILE)
  const draft = join(dirname(path), `.workbench-${randomUUID()}.tmp`)
  const sorted = Object.fromEntries(Object.entries(positions).sort(([a], [b]) => (a < b ? -1 : 1)))
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(draft, `${JSON.stringify({ positions: sorted }, undefined, 2)}\n`)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Pure. @throws Refusal 400 */
export function parsePositions(value: unknown): Positions {
  const entries = Object.entries(toObject(value, 'positions'))
  if (entries.length > MAX_POSITIONS) throw new Refusal(400, `positions has more than ${MAX_POSITIONS} nodes`)
  return Object.fromEntries(entries.map(([id, position]) => [id, parsePosition(id, position)]))
}

function parsePosition(id: string, value: unknown): WirePosition {
  const { x, y } = (value ?? {}) as Partial<WirePosition>
  if (!NODE_ID.test(id) || !isCoordinate(x) || !isCoordinate(y)) {
    throw new Refusal(400, 'positions has to hold numbers x and y by node id')
  }
  return { x: Math.round(x), y: Math.round(y) }
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MAX_DISTANCE
}
