/** Runs steps in the test's own process, by the same code as a worker does. */
import { motiaError } from '@motia/core/errors'
import type { Outcome } from '@motia/core/outcome'
import type { AttemptReport, Runtime } from '@motia/core/runtime'
import type { Step } from '@motia/core/step'
import { Attempt } from '../runtimes/node/invoke/attempt.ts'
import { type InvokeWorld, invokeRun, type SendPieces } from '../runtimes/node/invoke/invoke.ts'
import type { Activity } from './activity.ts'

export interface LocalRuntimeOptions {
  readonly steps: ReadonlyMap<string, Step>
  readonly world: InvokeWorld
  readonly activity: Activity
  readonly now: () => number
  /** Before it is committed. */
  onOutcome(run: { readonly runId: string; readonly stepId: string }, outcome: Outcome): void
}

/** More than a test has under way. */
const SLOTS = 1_000

export function createLocalRuntime(options: LocalRuntimeOptions): Runtime {
  const { steps, world, activity, now, onOutcome } = options
  const underWay = new Map<string, Attempt>()
  let onFree = () => {}
  let isStopped = false
  let stop = (_: AttemptReport) => {}
  const stopped = new Promise<AttemptReport>((resolve) => {
    stop = resolve
  })
  return {
    language: 'node',
    describe: async () => ({ steps: [], mistakes: [] }),
    slots: () => SLOTS,
    freeSlots: () => (isStopped ? 0 : SLOTS - underWay.size),
    async execute(request) {
      const { runId, stepId, input } = request
      const step = steps.get(stepId)
      if (!step || isStopped) return { type: 'returned' }
      const startedAt = now()
      const attempt = new Attempt(request, world.services, startedAt)
      underWay.set(runId, attempt)
      try {
        const invoke = async (): Promise<AttemptReport> => {
          const outcome = await invokeRun(step, attempt, input, world, refusePieces)
          onOutcome(request, outcome)
          return { type: 'outcome', outcome, startedAt }
        }
        return await activity.handling(stepId, () => Promise.race([invoke(), stopped]))
      } finally {
        underWay.delete(runId)
        void Promise.resolve().then(onFree) // not queueMicrotask, which a test may fake
      }
    },
    cancel: (runId) => underWay.get(runId)?.cutOff(new Error('the run was cancelled')),
    setRoutes: () => {}, // the app has told the targets already
    onFree(callback) {
      onFree = callback
    },
    async stop() {
      isStopped = true
      for (const attempt of underWay.values()) attempt.cutOff(new Error('the test is over'))
      stop({ type: 'returned' })
    },
  }
}

/** Api steps that requests trigger run in line here, isolated ones too. */
const refusePieces: SendPieces = async () => {
  throw motiaError('MOTIA_PROTOCOL', { what: 'a run without a request answered in pieces' })
}
