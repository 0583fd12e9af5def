/** What the engine would answer: stored state, receipts and results, as a case sets them. worker.ts asks it. */
import type { Failure } from '@motia/core/failure'
import type { ReceiptData, Routes, RunResult } from '@motia/core/runtime'
import type { Ask, WorkerMessage } from '../../wire/protocol.ts'

export type AskMessage = WorkerMessage & { readonly t: 'ask' }
export type NowAsk = Extract<Ask, { readonly verb: 'trigger' | 'call' }>

/** What a reply carries. */
export type Answer = { readonly value: unknown } | { readonly failure: Failure; readonly hint?: string }

/** Every target of the fixture steps reaches itself; `orders` is a topic of two. */
export const ROUTES: Routes = {
  echo: ['echo'],
  nothing: ['nothing'],
  validates: ['validates'],
  orders: ['validates', 'echo'],
}

export class StandIn {
  routes: Routes = ROUTES
  /** Everything that was asked, in order. */
  readonly asks: AskMessage[] = []
  /** What calls and results come to, by run. */
  resultOf: (runId: string) => RunResult = (runId) => ({ runId, ok: true, result: '"done"' })
  /** Answers an ask instead of the usual. */
  override: ((message: AskMessage) => Answer | undefined) | undefined
  readonly #stored = new Map<string, Map<string, { value: string; version: number }>>()

  /** @param value is stored as JSON */
  store(group: string, key: string, value: unknown, version: number): void {
    const items = this.#stored.get(group) ?? new Map()
    this.#stored.set(group, items.set(key, { value: JSON.stringify(value), version }))
  }

  answer(message: AskMessage): Answer {
    this.asks.push(message)
    return this.override?.(message) ?? { value: this.#valueOf(message.ask) }
  }

  #valueOf(ask: Ask): unknown {
    switch (ask.verb) {
      case 'state.get':
        return this.#stored.get(ask.group)?.get(ask.key) ?? { version: 0 }
      case 'state.list':
        return [...(this.#stored.get(ask.group) ?? [])].map(([key, item]) => ({ key, ...item }))
      case 'trigger':
        return this.#toReceipt(ask)
      case 'call':
        return this.resultOf(idOf(1))
      case 'results':
        return ask.runIds.map((runId) => this.resultOf(runId))
    }
  }

  #toReceipt({ request: { id, target }, from }: NowAsk): ReceiptData {
    const steps = this.routes[target] ?? []
    const runs = steps.map((stepId, i) => ({ runId: idOf(i + 1), stepId }))
    const topic = steps.length > 0 && !steps.includes(target)
    return { id, traceId: from?.traceId ?? idOf(0), routed: steps.length > 0, runs, topic }
  }
}

/** An id that says which it is. */
export function idOf(i: number): string {
  return `0199000000007000800000000000${String(i).padStart(4, '0')}`
}
