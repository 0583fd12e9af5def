/** Does it call steps, and wait for results? */
import type { RunResult } from '@motia/core/runtime'
import type { Theme } from '../case.ts'
import { expectEqual, expectIds, expectLike } from '../expect.ts'
import { idOf, type NowAsk } from '../stand-in.ts'
import type { CheckedWorker } from '../worker.ts'

/** Has the step `calls` do these in order; resolves to what came of each: `{ value }` or `{ code, runId? }`. */
async function call(worker: CheckedWorker, ...items: object[]): Promise<unknown> {
  return (await worker.succeed('calls', items)).value
}

const failed = (runId: string): RunResult => ({
  runId,
  ok: false,
  stepId: 'echo',
  status: 'failed',
  reason: 'error',
  failure: { name: 'Error', message: 'no luck' },
})

export const CALLING: Theme = {
  title: 'Calls and results',
  cases: [
    {
      name: 'calls with an ask, and gives the result of the run',
      asks: '{ verb: "call", request, from, ordinal }: a run result { runId, ok: true, result: Json }',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.resultOf = (runId) => ({ runId, ok: true, result: '{"é":[1]}' })
        const run = worker.run('calls', [{ how: 'call', target: 'echo', payload: { a: 1 } }])
        expectEqual('the outcome', JSON.parse(((await run.done()) as { result: string }).result), [
          { value: { é: [1] } },
        ])
        const { n, runId, traceId, stepId } = run
        const request = { target: 'echo', payload: '{"a":1}' }
        const ask = { verb: 'call', request, from: { runId, traceId, stepId }, ordinal: 1 }
        const asked = worker.standIn.asks.map((m) => {
          const { request: made, ...rest } = m.ask as NowAsk
          expectIds('the id of the request', [made.id])
          return {
            n: m.n,
            ask: { ...rest, request: { ...made, payload: JSON.stringify(JSON.parse(made.payload)) } },
          }
        })
        expectLike('what it asked', asked, [{ n, ask }])
      },
    },
    {
      name: 'counts calls and triggers to the same target together',
      asks: '`ordinal` counts the triggers and calls of this attempt that went out at once to the same target',
      async check(lab) {
        const worker = await lab.worker()
        await call(
          worker,
          { how: 'call', target: 'echo' },
          { how: 'now', target: 'echo' },
          { how: 'call', target: 'echo' },
        )
        const asks = worker.standIn.asks.map(({ ask }) => ask).filter(({ verb }) => verb !== 'results')
        expectEqual(
          'the ordinals',
          asks.map((ask) => (ask as NowAsk).ordinal),
          [1, 2, 3],
        )
      },
    },
    {
      name: 'throws a CallFailedError with the run’s id when the run failed',
      asks: '`CallFailedError` (with the run’s id) if one failed',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.resultOf = failed
        const came = await call(worker, { how: 'call', target: 'echo' }, { how: 'now', target: 'echo' })
        const error = { code: 'MOTIA_CALL_FAILED', runId: idOf(1) }
        expectEqual('what came', came, [error, error])
      },
    },
    {
      name: 'throws what the host refused the ask with',
      asks: 'each is answered by a `reply` { q, value } or { q, failure, hint? }',
      async check(lab) {
        const worker = await lab.worker()
        const failure = { name: 'MotiaError', message: 'would wait for itself', code: 'MOTIA_CALL_DEADLOCK' }
        worker.standIn.override = () => ({ failure, hint: 'Trigger it.' })
        const came = await call(worker, { how: 'call', target: 'echo' })
        expectLike('what came', came, [{ code: 'MOTIA_CALL_DEADLOCK' }])
      },
    },
    {
      name: 'asks for the results of a receipt: the value for an id, a list for a topic',
      asks: '`result()` of a receipt asks `results` of its runs: the value for an id, a list for a topic',
      async check(lab) {
        const worker = await lab.worker()
        const came = await call(worker, { how: 'now', target: 'echo' }, { how: 'now', target: 'orders' })
        expectEqual('what came', came, [{ value: 'done' }, { value: ['done', 'done'] }])
        const asked = worker.standIn.asks.map(({ ask }) => ask).filter(({ verb }) => verb === 'results')
        expectLike('what it asked', asked, [{ runIds: [idOf(1)] }, { runIds: [idOf(1), idOf(2)] }])
      },
    },
    {
      name: 'refuses the result of what reached no step, and of what it staged itself',
      asks: 'it throws MOTIA_UNROUTED where nothing was reached, and MOTIA_RESULT_BEFORE_COMMIT in the open attempt that staged it',
      async check(lab) {
        const worker = await lab.worker()
        const came = await call(worker, { how: 'now', target: 'nobody' }, { how: 'staged', target: 'echo' })
        expectLike('what came', came, [{ code: 'MOTIA_UNROUTED' }, { code: 'MOTIA_RESULT_BEFORE_COMMIT' }])
        const asked = worker.standIn.asks.filter(({ ask }) => ask.verb === 'results')
        expectEqual('the results that it asked for', asked, [])
      },
    },
  ],
}
