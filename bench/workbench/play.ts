/** Plays a trace in the store, as an app would have: accepted, claimed, ended, each commit with what it led to. */
import type { ClaimedRun, NewRun, Store } from '@motia/core/store'
import type { RunStory, TraceStory } from './story.ts'

/** A run that was played; times in milliseconds since the epoch. */
export interface Played {
  readonly story: RunStory
  readonly runId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly startedAt: number
  readonly endedAt: number
  readonly request?: { readonly method: string; readonly path: string }
  /** Requests without effects leave no row. */
  readonly isStored: boolean
  /** What it led to. */
  readonly triggered: readonly { readonly target: string; readonly runIds: readonly string[] }[]
}

export interface Stage {
  readonly store: Store
  readonly played: Played[]
  readonly newId: () => string
}

const RESULT = '{"ok":true}'

export async function playTrace(
  stage: Stage,
  { root, method, path }: TraceStory,
  at: number,
  isLookup: boolean,
): Promise<void> {
  const traceId = stage.newId()
  if (method === undefined || path === undefined) {
    const accepts = [toNewRun(stage, root, traceId)]
    const claimed = await commitAccepts(stage, { now: at, accepts })
    for (const run of claimed) await playRun(stage, root, run, at)
    return
  }
  const runId = stage.newId()
  const endedAt = at + root.tookMs
  const accepts = root.children.map((child) => toNewRun(stage, child, traceId, runId))
  const times = { startedAt: at, endedAt }
  const request = { method, path }
  const triggered = toTriggered(root, accepts)
  stage.played.push({
    story: root,
    runId,
    traceId,
    parentRunId: null,
    ...times,
    request,
    isStored: !isLookup,
    triggered,
  })
  if (isLookup) return
  const inline = {
    runId,
    stepId: root.stepId,
    traceId,
    input: JSON.stringify(root.input),
    startedAt: at,
    result: RESULT,
  }
  await playChildren(stage, root, await commitAccepts(stage, { now: endedAt, inline, accepts }), endedAt)
}

async function playRun(stage: Stage, story: RunStory, run: ClaimedRun, acceptedAt: number): Promise<void> {
  const { runId, ref, epoch, traceId, parentRunId } = run
  const startedAt = acceptedAt + story.waitedMs
  const endedAt = startedAt + story.tookMs
  const accepts = story.children.map((child) => toNewRun(stage, child, traceId, runId))
  const triggered = toTriggered(story, accepts)
  stage.played.push({ story, runId, traceId, parentRunId, startedAt, endedAt, isStored: true, triggered })
  const end = story.failure
    ? ({ status: 'failed', reason: 'error', failure: story.failure } as const)
    : ({ status: 'succeeded', result: RESULT } as const)
  const attempt = { runId, ref, epoch, startedAt, end }
  await playChildren(stage, story, await commitAccepts(stage, { now: endedAt, attempt, accepts }), endedAt)
}

async function playChildren(
  stage: Stage,
  { children }: RunStory,
  claimed: readonly ClaimedRun[],
  acceptedAt: number,
): Promise<void> {
  await Promise.all(claimed.map((run, index) => playRun(stage, children[index] as RunStory, run, acceptedAt)))
}

/** All of them are claimed at once: nothing waits in this store. */
async function commitAccepts(
  { store }: Stage,
  commit: Parameters<Store['runs']['commit']>[0],
): Promise<ClaimedRun[]> {
  const result = await store.runs.commit(commit)
  if (result.status !== 'committed') throw new Error(`the commit was ${result.status}`)
  return result.accepted.map(({ runId, claimed }) => {
    if (!claimed) throw new Error(`run ${runId} was not claimed`)
    return claimed
  })
}

function toNewRun({ newId }: Stage, story: RunStory, traceId: string, parentRunId?: string): NewRun {
  const { stepId, cause } = story
  const parent = parentRunId === undefined ? {} : { parentRunId }
  const input = JSON.stringify(story.input)
  return { runId: newId(), stepId, traceId, triggerId: newId(), ...parent, cause, input, claim: true }
}

function toTriggered({ children }: RunStory, accepts: readonly NewRun[]): Played['triggered'] {
  return children.map(({ stepId, cause }, index) => ({
    target: cause.startsWith('topic:') ? cause.slice('topic:'.length) : stepId,
    runIds: [accepts[index]?.runId ?? ''],
  }))
}
