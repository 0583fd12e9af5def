/** Does it stage triggers with the attempt, and send those at once that are asked for at once? */
import type { TriggerRequest } from '@motia/core/effect'
import type { Theme } from '../case.ts'
import { expectEqual, expectIds, expectLike, expectThat } from '../expect.ts'
import type { NowAsk } from '../stand-in.ts'
import type { CheckedWorker } from '../worker.ts'

/** What the step `triggers` returns for each of its items. */
type Came = {
  readonly id: string
  readonly traceId: string
  readonly routed: boolean
  readonly runs: readonly { readonly runId: string; readonly stepId: string }[]
  readonly code?: string
}

/** Has the step `triggers` trigger these; resolves to what came of each, and what was staged. */
async function trigger(worker: CheckedWorker, ...items: object[]) {
  const { value, outcome } = await worker.succeed('triggers', items)
  expectThat(
    Array.isArray(value) && value.length === items.length,
    'triggers did not return a list of receipts',
  )
  return {
    came: value as [Came, Came, Came],
    staged: outcome.effects.triggers as [TriggerRequest, TriggerRequest, TriggerRequest],
  }
}

const nowAsks = ({ standIn }: CheckedWorker) => standIn.asks.map(({ ask }) => ask as NowAsk)

export const TRIGGERING: Theme = {
  title: 'Triggers',
  cases: [
    {
      name: 'stages a trigger with a run id for each step that it reaches, and gives the receipt at once',
      asks: 'the request { id, target, payload, runIds } joins `effects.triggers`; the receipt is { id, traceId, routed, runs }',
      async check(lab) {
        const worker = await lab.worker()
        const { came, staged } = await trigger(worker, { target: 'echo', payload: { a: 'é' } })
        const runId = came[0].runs?.[0]?.runId
        const { id } = came[0]
        expectIds('the ids', [id, runId])
        const request = { id, target: 'echo', payload: '{"a":"é"}', runIds: { echo: runId } }
        const payload = JSON.stringify(JSON.parse(staged[0]?.payload ?? 'null'))
        expectEqual(
          'what was staged',
          staged.map((each) => ({ ...each, payload })),
          [request],
        )
        expectLike('the receipt', came[0], { routed: true, runs: [{ runId, stepId: 'echo' }] })
        expectThat(/^[0-9a-f]{32}$/.test(came[0].traceId), `traceId is ${came[0].traceId}, not the run's`)
        expectEqual('what it asked', worker.standIn.asks, [])
      },
    },
    {
      name: 'makes ids that rise',
      asks: 'ids are UUIDv7 as 32 hex digits, rising within a process',
      async check(lab) {
        const { staged } = await trigger(
          await lab.worker(),
          ...Array.from({ length: 50 }, () => ({ target: 'orders' })),
        )
        const ids = staged.map(({ id }) => id)
        expectIds('the ids', ids.concat(staged.flatMap(({ runIds }) => Object.values(runIds ?? {}))))
        expectEqual('the ids in their order', ids, [...ids].sort())
      },
    },
    {
      name: 'stages a topic for all its subscribers',
      asks: 'a run id is made for each step that `routes` says the target reaches',
      async check(lab) {
        const { came, staged } = await trigger(await lab.worker(), { target: 'orders', payload: 1 })
        expectEqual(
          'the steps of the receipt',
          came[0].runs.map(({ stepId }) => stepId),
          ['validates', 'echo'],
        )
        const runIds = Object.fromEntries(came[0].runs.map(({ stepId, runId }) => [stepId, runId]))
        expectEqual('runIds', staged[0].runIds, runIds)
      },
    },
    {
      name: 'stages an unknown target all the same',
      asks: 'unknown targets are staged all the same, with `routed` false',
      async check(lab) {
        const { came, staged } = await trigger(await lab.worker(), { target: 'nobody' })
        expectLike('the receipt', came[0], { routed: false, runs: [] })
        expectLike('what was staged', staged, [{ target: 'nobody', payload: 'null' }])
        expectEqual('runIds', staged[0].runIds ?? {}, {})
      },
    },
    {
      name: 'takes the newest routes',
      asks: '`routes`, at any time, the newest holds',
      async check(lab) {
        const worker = await lab.worker()
        worker.standIn.routes = { nobody: ['nobody'] }
        worker.sendRoutes()
        const { came } = await trigger(worker, { target: 'nobody' }, { target: 'echo' })
        expectEqual(
          'what is routed',
          came.map(({ routed }) => routed),
          [true, false],
        )
      },
    },
    {
      name: 'refuses an unknown target when the project is strict',
      asks: 'with `strict`, an unknown target is an error, MOTIA_UNROUTED',
      async check(lab) {
        const worker = await lab.worker()
        worker.sendRoutes(true)
        const { came, staged } = await trigger(worker, { target: 'nobody' }, { target: 'echo' })
        expectEqual('what came of nobody', came[0].code, 'MOTIA_UNROUTED')
        expectEqual(
          'what was staged',
          staged.map(({ target }) => target),
          ['echo'],
        )
      },
    },
    {
      name: 'names the runs to wait for, or the receipt that reached none',
      asks: '`after` names the runs of the given receipts; if one is unrouted, `afterUnrouted` is its id instead',
      async check(lab) {
        const worker = await lab.worker()
        const items = [{ target: 'orders' }, { target: 'echo' }, { target: 'echo', after: [0, 1] }]
        const { came, staged } = await trigger(worker, ...items)
        const runIds = [came[0], came[1]].flatMap(({ runs }) => runs.map(({ runId }) => runId))
        expectEqual('after', staged[2].after, runIds)
        const second = await trigger(worker, { target: 'nobody' }, { target: 'echo', after: [0] })
        expectEqual('afterUnrouted', second.staged[1].afterUnrouted, second.came[0].id)
        expectEqual('after', second.staged[1].after, undefined)
      },
    },
    {
      name: 'passes on a delay and a key',
      asks: 'a trigger request is { id, target, payload, delayMs?, key?, … }',
      async check(lab) {
        const items = [{ target: 'echo', delay: 1500, key: 'once é' }, { target: 'echo' }]
        const { staged } = await trigger(await lab.worker(), ...items)
        expectLike('what was staged', staged[0], { delayMs: 1500, key: 'once é' })
        expectEqual('delay and key of the other', [staged[1].delayMs, staged[1].key], [undefined, undefined])
      },
    },
    {
      name: 'sends a trigger at once when told to, with the attempt that asks',
      asks: 'an `ask` with verb `trigger`: { request, from, ordinal }, `n` being the attempt. The reply’s value is the receipt',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('triggers', [{ target: 'orders', payload: [1], now: true }])
        const outcome = await run.done()
        const { n, runId, traceId, stepId } = run
        const request = { target: 'orders', payload: '[1]' }
        const ask = { verb: 'trigger', request, from: { runId, traceId, stepId }, ordinal: 1 }
        expectLike('what it asked', worker.standIn.asks, [{ n, ask }])
        expectIds('the id', [nowAsks(worker)[0]?.request.id])
        expectLike('the outcome', outcome, { status: 'succeeded', effects: { triggers: [] } })
        const [receipt] = JSON.parse((outcome as { result: string }).result)
        expectLike('the receipt', receipt, {
          routed: true,
          runs: [{ stepId: 'validates' }, { stepId: 'echo' }],
        })
      },
    },
    {
      name: 'counts what goes out at once by target, from 1 in each attempt',
      asks: '`ordinal` counts, from 1, the triggers and calls of this attempt that went out at once to the same target',
      async check(lab) {
        const worker = await lab.worker()
        const now = true
        await trigger(
          worker,
          { target: 'echo', now },
          { target: 'echo' },
          { target: 'echo', now },
          { target: 'nothing', now },
        )
        const asked = nowAsks(worker).map(({ request, ordinal }) => [request.target, ordinal])
        expectEqual('targets and ordinals', asked, [
          ['echo', 1],
          ['echo', 2],
          ['nothing', 1],
        ])
        await trigger(worker, { target: 'echo', now })
        expectEqual('the ordinal of the next attempt', nowAsks(worker)[3]?.ordinal, 1)
      },
    },
    {
      name: 'sends at once, with one warning, what is triggered after the handler returned',
      asks: 'after the handler returned: at once, which is warned of once an attempt',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('late')
        expectLike('the outcome', await run.done(), { result: '"early"', effects: { triggers: [] } })
        await run.log(/^late: /)
        const asked = nowAsks(worker).map(({ verb, request, ordinal }) => [verb, request.target, ordinal])
        expectEqual('what it asked', asked, [
          ['trigger', 'echo', 1],
          ['trigger', 'echo', 2],
        ])
        const warnings = worker.came('log').filter((m) => m.level === 'warn' && m.of?.runId === run.runId)
        expectEqual('the number of warnings', warnings.length, 1)
      },
    },
    {
      name: 'refuses state writes after the handler returned',
      asks: 'a succeeded attempt still triggers, and refuses state writes',
      async check(lab) {
        const worker = await lab.worker()
        const line = await worker.run('late').log(/^late: /)
        expectEqual('the line', line.message, 'late: MOTIA_CONTEXT_CLOSED')
      },
    },
  ],
}
