/** Does it cut attempts off: at their deadlines, and when they are cancelled? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'
import type { CheckedWorker, SentRun } from '../worker.ts'

const TIMEOUT_MS = 300
/** What the step `waits` says in the end. */
const ABORTED = 'aborted: MOTIA_CONTEXT_CLOSED'

async function timesOut(worker: CheckedWorker, stepId: string, payload?: unknown): Promise<SentRun> {
  const run = worker.run(stepId, payload, { timeoutMs: TIMEOUT_MS })
  const outcome = await run.done()
  const early = run.deadline - Date.now()
  expectThat(early < 20, `it was told ${early} ms before the deadline`)
  expectLike('the outcome', outcome, { reason: 'timeout', failure: { code: 'MOTIA_TIMEOUT' } })
  expectEqual('its effects', (outcome as { effects?: unknown }).effects, undefined)
  return run
}

export const DEADLINES: Theme = {
  title: 'Deadlines and cancels',
  cases: [
    {
      name: 'tells a timeout at the deadline, though the handler goes on',
      asks: '`timeout`: the deadline has passed. Sent at the deadline, whatever the handler does. No effects',
      async check(lab) {
        const worker = await lab.worker()
        const run = await timesOut(worker, 'outlives', { ms: 1200 })
        expectThat(Date.now() - run.deadline < 700, `it was told ${Date.now() - run.deadline} ms late`)
        await run.log(/^after: /)
        await worker.settle()
        expectEqual('how often it was done', worker.came('done').filter(({ n }) => n === run.n).length, 1)
      },
    },
    {
      name: 'closes the context at the deadline, and knows whose the late lines are',
      asks: 'a closed attempt refuses everything with MOTIA_CONTEXT_CLOSED; `of` is the attempt after it was under way',
      async check(lab) {
        const worker = await lab.worker()
        const run = await timesOut(worker, 'outlives', { ms: 600 })
        const line = await run.log(/^after: /)
        expectEqual('the line', line.message, 'after: MOTIA_CONTEXT_CLOSED')
        const { runId, traceId, stepId } = run
        expectEqual('of', line.of, { runId, traceId, stepId, attempt: 1 })
        expectEqual('what it asked', worker.standIn.asks, [])
      },
    },
    {
      name: 'aborts the signal at the deadline, and tells a timeout whatever the handler makes of that',
      asks: '`timeout`: sent at the deadline; the context is closed, and the signal aborts',
      async check(lab) {
        const worker = await lab.worker()
        const runs = await Promise.all(Array.from({ length: 20 }, () => timesOut(worker, 'waits')))
        await Promise.all(runs.map((run) => run.log(ABORTED)))
      },
    },
    {
      name: 'tells a timeout while the handler blocks its thread',
      asks: '`timeout` is sent at the deadline, whatever the handler does',
      needs: ['threads'],
      async check(lab) {
        await timesOut(await lab.fresh(), 'blocks')
      },
    },
    {
      name: 'aborts the signal and closes the context of a run that is cancelled, and of no other',
      asks: '`cancel` { n }: its signal aborts and its context closes, and `done` may follow or not',
      async check(lab) {
        const worker = await lab.worker()
        const [one, other] = [worker.run('waits'), worker.run('waits')]
        await Promise.all([one.log('waiting'), other.log('waiting')])
        worker.host.send({ t: 'cancel', n: one.n }, { t: 'cancel', n: 999_999 })
        await one.log(ABORTED)
        await worker.settle()
        const lines = worker.came('log').filter((m) => m.n === other.n || m.of?.runId === other.runId)
        expectEqual(
          'the lines of the other',
          lines.map(({ message }) => message),
          ['waiting'],
        )
        worker.host.send({ t: 'cancel', n: other.n })
        await other.log(ABORTED)
      },
    },
  ],
}
