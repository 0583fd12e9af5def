/**
 * Values of options and arguments by their names: fixed words, and what the project has. A key press waits for it: the
 * running server is asked for its steps, or else the store; nothing is compiled.
 */
import type { StepDescriptor } from '@motia/core/descriptor'
import { TRANSITIONS } from '@motia/core/run'
import { HTTP_METHODS, STEP_KINDS } from '@motia/core/step'
import { shortId } from '../../observability/short-id.ts'
import type { SqliteReader } from '../../stores/sqlite/reader.ts'
import { SOURCE_LANGUAGES } from '../add/new-step.ts'
import { FEATURES, PACKAGE_MANAGERS, TEMPLATES } from '../create/choice.ts'

/** A word, and what it means. */
export interface Candidate {
  readonly value: string
  readonly meaning: string
}

/** By the name of the option or argument. @param given the arguments before */
export type Values = Readonly<
  Record<string, (given: readonly string[]) => readonly Candidate[] | Promise<readonly Candidate[]>>
>

/** What the project has: read when it is asked for. */
export interface Known {
  readonly steps: () => Promise<readonly StepDescriptor[]>
  /** Closed by whoever made it. */
  readonly runs: () => Promise<SqliteReader>
}

const RUNS_SHOWN = 30
const KEYS_SHOWN = 100

export function createValues(known: Known): Values {
  const runs = () => listRuns(known)
  const steps = () => listSteps(known)
  const wordList = (list: readonly string[]) => () => list.map((value) => ({ value, meaning: '' }))
  const choices = (list: readonly { value: string; label: string }[]) => () =>
    list.map(({ value, label }) => ({ value, meaning: label }))
  return {
    run: runs,
    runs,
    id: runs,
    trace: runs,
    step: steps,
    target: async () => [...(await steps()), ...(await listTopics(known))],
    group: async () =>
      (await known.runs())
        .stateGroups()
        .map(({ group, keys }) => ({ value: group, meaning: `${keys} keys` })),
    key: async ([group = '']) => {
      const { items } = (await known.runs()).stateItems({ group, limit: KEYS_SHOWN })
      return items.map(({ key, value = '…' }) => ({ value: key, meaning: value }))
    },
    status: wordList(Object.keys(TRANSITIONS)),
    level: wordList(['debug', 'info', 'warn', 'error']),
    method: wordList(HTTP_METHODS),
    kind: wordList([...STEP_KINDS, 'step']),
    language: wordList(SOURCE_LANGUAGES),
    template: choices(TEMPLATES),
    features: choices(FEATURES),
    'package-manager': choices(PACKAGE_MANAGERS),
  }
}

/** The ends of their ids, which every command takes. */
async function listRuns({ runs }: Known): Promise<Candidate[]> {
  const found = (await runs()).list({ limit: RUNS_SHOWN })
  return found.map(({ runId, stepId, status }) => ({
    value: shortId(runId),
    meaning: `${stepId}, ${status}`,
  }))
}

/** Those of the server, and those that anything has run of. */
async function listSteps({ steps, runs }: Known): Promise<Candidate[]> {
  const found = new Map((await steps()).map(({ id, kind }) => [id, kind as string]))
  if (found.size === 0) for (const { stepId } of (await runs()).counts()) found.set(stepId, '')
  return [...found].map(([value, meaning]) => ({ value, meaning }))
}

async function listTopics({ steps }: Known): Promise<Candidate[]> {
  const topics = (await steps()).flatMap(({ options }) => [options.on ?? []].flat() as string[])
  return [...new Set(topics)].map((value) => ({ value, meaning: 'topic' }))
}
