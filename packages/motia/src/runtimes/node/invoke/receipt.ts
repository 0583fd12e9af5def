/** Receipts of triggers: data that survives JSON, and `result()` on top. */
import { CallFailedError, motiaError } from '@motia/core/errors'
import type { AttemptServices, ReceiptData, RunResult } from '@motia/core/runtime'
import type { Receipt } from '@motia/core/trigger'
import type { Attempt } from './attempt.ts'

class TriggerReceipt implements Receipt {
  readonly id: string
  readonly traceId: string
  readonly routed: boolean
  readonly runs: ReceiptData['runs']
  // Private, so that a returned receipt is plain data in JSON.
  readonly #await: () => Promise<unknown>

  constructor(data: ReceiptData, awaitResult: () => Promise<unknown>) {
    this.id = data.id
    this.traceId = data.traceId
    this.routed = data.routed
    this.runs = data.runs
    this.#await = awaitResult
  }

  result(): Promise<unknown> {
    return this.#await()
  }
}

/** @param staging the attempt whose commit the runs wait for, if any */
export function createReceipt(
  data: ReceiptData,
  target: string,
  services: AttemptServices,
  staging?: Attempt,
): Receipt {
  const part = staging?.part
  return new TriggerReceipt(data, async () => {
    if (!data.routed) throw motiaError('MOTIA_UNROUTED', { target, nearest: '' })
    if (staging?.part === part) {
      if (staging?.phase === 'open') throw motiaError('MOTIA_RESULT_BEFORE_COMMIT', { target })
      if (staging?.phase === 'closed') throw staging.closedError() // nothing was committed
    }
    const results = await services.awaitResults(data.runs.map((run) => run.runId))
    const values = results.map(toValue)
    return data.topic ? values : values[0]
  })
}

/** @throws CallFailedError */
export function toValue(result: RunResult): unknown {
  if (result.ok) return JSON.parse(result.result)
  throw new CallFailedError(result.runId, result.stepId, result.status, result.reason)
}
