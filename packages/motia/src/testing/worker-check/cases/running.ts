/** Does it run what it is given, tell that it has begun, and leave what was cancelled? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'
import type { Lab } from '../lab.ts'
import { returnedBy } from '../worker.ts'

/** A handler that never gives the process back is called after `begun` has left. */
async function beginsFirst(lab: Lab, stepId: string): Promise<void> {
  const worker = await lab.fresh()
  const run = worker.run(stepId)
  const { at } = await run.begun()
  expectThat(Math.abs(Date.now() - at) < 10_000, `at is ${at}, not milliseconds since the epoch`)
}

/** What the host takes back together with giving it. */
async function checkDropped(lab: Lab, t: 'cancel' | 'withdraw'): Promise<void> {
  const worker = await lab.worker()
  const [gone, stays] = [worker.prepare('echo', 'gone'), worker.prepare('echo', 'stays')]
  const { n } = gone.sent
  worker.host.send(gone.message, stays.message, { t, n })
  expectEqual('the result of the other', returnedBy(await stays.sent.done(), 'echo'), 'stays')
  await worker.settle()
  const came = worker.host.messages.filter((m) => 'n' in m && [m.n].flat().includes(n))
  expectEqual('what came of it', came, [])
}

export const RUNNING: Theme = {
  title: 'Running',
  cases: [
    {
      name: 'tells that an attempt has begun before a handler that blocks for ever',
      asks: '`begun` has to leave the process before the handler is called, since that may block the process',
      check: (lab) => beginsFirst(lab, 'blocks'),
    },
    {
      name: 'tells that an attempt has begun before a handler that ends the process',
      asks: '`begun` has to leave the process before the handler is called, since that may end it',
      async check(lab) {
        await beginsFirst(lab, 'exits')
      },
    },
    {
      name: 'tells of each attempt that it has begun, once, before it is done',
      asks: '`begun` { n: [n, …], at }, then `done` { n, outcome }',
      async check(lab) {
        const worker = await lab.worker()
        const runs = Array.from({ length: 10 }, (_, i) => worker.prepare('echo', i))
        worker.host.send(...runs.map(({ message }) => message))
        await Promise.all(runs.map(({ sent }) => sent.done()))
        for (const { sent } of runs) {
          const order = worker.host.messages.filter(
            (m) => (m.t === 'begun' && m.n.includes(sent.n)) || (m.t === 'done' && m.n === sent.n),
          )
          expectEqual(
            `what came of ${sent.n}`,
            order.map(({ t }) => t),
            ['begun', 'done'],
          )
        }
      },
    },
    {
      name: 'never begins what was cancelled before, and says nothing of it',
      asks: 'the worker reads everything that has arrived, drops what was cancelled or withdrawn meanwhile',
      check: (lab) => checkDropped(lab, 'cancel'),
    },
    {
      name: 'never begins what was withdrawn before, and says nothing of it',
      asks: '`withdraw` { n }: if it has not begun, it never does, and nothing is sent for it',
      check: (lab) => checkDropped(lab, 'withdraw'),
    },
    {
      name: 'goes on with what had begun when it was withdrawn',
      asks: '`withdraw` { n }: what has begun goes on as if nothing had been said',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('sleeps', { ms: 300 })
        await run.begun()
        worker.host.send({ t: 'withdraw', n: run.n }, { t: 'withdraw', n: 999_999 })
        expectEqual('the result', returnedBy(await run.done(), 'sleeps'), 300)
      },
    },
    {
      name: 'runs attempts side by side, as many as the host sends',
      asks: 'attempts run side by side: as many as the host sends',
      async check(lab) {
        const worker = await lab.worker()
        const waiting = Array.from({ length: 50 }, () => worker.run('waits'))
        await Promise.all(waiting.map((run) => run.log('waiting')))
        await worker.settle()
        for (const { n } of waiting) worker.host.send({ t: 'cancel', n })
        await Promise.all(waiting.map((run) => run.log(/^aborted/)))
      },
    },
    {
      name: 'answers two hundred runs that arrive at once',
      asks: 'attempts run side by side: as many as the host sends',
      async check(lab) {
        const worker = await lab.worker()
        const runs = Array.from({ length: 200 }, (_, i) => worker.prepare('echo', { i }))
        worker.host.send(...runs.map(({ message }) => message))
        const outcomes = await Promise.all(runs.map(({ sent }) => sent.done()))
        const values = outcomes.map((outcome) => returnedBy(outcome, 'echo'))
        expectEqual(
          'the results',
          values,
          runs.map((_, i) => ({ i })),
        )
      },
    },
    {
      name: 'gives the handler the facts of its attempt',
      asks: 'every handler gets `runId`, `traceId`, `stepId`, `attempt`, `deadline`, `idempotencyKey`',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('facts', null, { attempt: 3 })
        const { runId, traceId, stepId, deadline } = run
        const facts = { runId, traceId, stepId, attempt: 3, deadline, idempotencyKey: runId }
        expectEqual('the facts', returnedBy(await run.done(), 'facts'), facts)
      },
    },
    {
      name: 'gives a schedule’s handler its tick',
      asks: 'the input of `cron` is { scheduledAt, schedule }',
      async check(lab) {
        const tick = { scheduledAt: '2026-01-02T03:04:05.000Z', schedule: '0 0 * * *' }
        expectEqual('the tick', (await (await lab.worker()).succeed('tick', tick)).value, tick)
      },
    },
    {
      name: 'gives an api step that was triggered the payload as its body',
      asks: 'a payload is the `body`, and `params`, `query` and `headers` are empty',
      needs: ['api'],
      async check(lab) {
        const { value, outcome } = await (await lab.worker()).succeed('request', { a: 1 })
        expectLike('the request', value, { body: { a: 1 } })
        const { params, query, headers } = value as Record<string, unknown>
        expectEqual('params, query and headers', [params, query, headers], [{}, {}, {}])
        expectEqual('its response', outcome.response, undefined)
      },
    },
    {
      name: 'answers a ping while a handler sleeps',
      asks: '`ping` { p } is answered with `pong` { p }, while attempts run',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('sleeps', { ms: 500 })
        await run.begun()
        worker.host.send({ t: 'ping', p: 12_345 })
        const [pong] = [await worker.host.waitFor('pong', () => worker.came('pong')[0])]
        expectEqual('p', pong.p, 12_345)
        expectEqual('what had ended before', worker.came('done'), [])
        expectEqual('the result', returnedBy(await run.done(), 'sleeps'), 500)
      },
    },
    {
      name: 'answers a ping while a handler blocks',
      asks: 'a handler that blocks must not keep the worker from answering, where the language has threads',
      needs: ['threads'],
      async check(lab) {
        const worker = await lab.fresh()
        await worker.run('blocks').begun()
        worker.host.send({ t: 'ping', p: 7 })
        await worker.host.waitFor('pong', () => worker.came('pong')[0])
      },
    },
  ],
}
