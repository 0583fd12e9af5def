/** Orders as the tutorial has them: chapters 5 and 9 place one. */
import { expect } from 'vitest'
import { MINUTE_MS, type Tutorial } from './session.ts'

/** What an order led to, its failures by chance included. */
export async function settleOrder(tutorial: Tutorial, orderId: string) {
  const { run: payment } = await tutorial.latest('process-payment', MINUTE_MS)
  const runs = await tutorial.server.workbench.settled(payment.traceId, 3, MINUTE_MS)
  const details = await Promise.all(runs.map(({ runId }) => tutorial.server.workbench.run(runId)))
  const ours = details.map(({ run }) => run)
  for (const run of ours.filter(
    ({ stepId }) => stepId === 'validate-inventory' || stepId === 'process-payment',
  )) {
    expect((run.input as { orderId: string }).orderId).toBe(orderId)
    // One in ten and one in twenty attempts throw, so that a run may fail even after four of them.
    const failure = new RegExp(`주문 ${orderId}의 (재고가 부족합니다|결제가 실패했습니다)`)
    if (run.status === 'succeeded') expect(run.result).toMatchObject({ orderId })
    else
      expect(run).toMatchObject({ status: 'failed', attemptsUsed: 4, error: expect.stringMatching(failure) })
  }
  return { traceId: payment.traceId, runs: ours }
}

/** What an order is answered with. */
export const processing = {
  success: true,
  orderId: expect.stringMatching(/^order_\d+$/),
  status: 'processing',
  estimatedDelivery: expect.stringMatching(/Z$/),
}
