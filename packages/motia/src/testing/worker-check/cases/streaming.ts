/** Does it send an answer piece by piece, as many as are asked for? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'
import type { CheckedWorker, RunOptions, SentRun } from '../worker.ts'
import { request } from './answering.ts'

const NEEDS = ['api', 'streams'] as const

const chunksOf = (worker: CheckedWorker, { n }: SentRun) =>
  worker.came('chunk').filter((chunk) => chunk.n === n)

/** A stream whose head has come. */
async function stream(worker: CheckedWorker, wish: object, options?: RunOptions) {
  const run = worker.run('streams', request(JSON.stringify(wish)), options)
  const find = () => [...worker.came('head'), ...worker.came('done')].find(({ n }) => n === run.n)
  const head = await worker.host.waitFor('head', find)
  expectThat(head.t === 'head', 'done came instead of head')
  return { run, head }
}

/** Asks for so many pieces; resolves when there are so many in all. */
async function pull(worker: CheckedWorker, run: SentRun, chunks: number, inAll: number) {
  worker.host.send({ t: 'pull', n: run.n, chunks })
  const find = () => (chunksOf(worker, run).length >= inAll ? chunksOf(worker, run) : undefined)
  return worker.host.waitFor(`${inAll} chunks`, find)
}

export const STREAMING: Theme = {
  title: 'Streams',
  cases: [
    {
      name: 'announces a stream by its head, with what was staged until then',
      asks: '`head` { n, status, headers, effects }: the effects staged before the handler returned',
      needs: NEEDS,
      async check(lab) {
        const { head } = await stream(await lab.worker(), { pieces: 1 })
        expectLike('the head', head, { status: 200, headers: { 'content-type': /^text\/plain/ } })
        const effects = {
          triggers: [{ target: 'echo', payload: '"before"' }],
          writes: [],
          reads: [],
          groupReads: [],
        }
        expectLike('its effects', head.effects, effects)
      },
    },
    {
      name: 'sends no piece that was not asked for',
      asks: '`pull` { n, chunks }: the client can take so many more pieces. The worker sends no piece that was not asked for',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 5 })
        await worker.settle()
        expectEqual('the pieces before the first pull', chunksOf(worker, run), [])
        await pull(worker, run, 2, 2)
        await worker.settle()
        expectEqual('the number of pieces after pull 2', chunksOf(worker, run).length, 2)
        const pieces = await pull(worker, run, 2, 4)
        expectEqual(
          'the pieces',
          pieces.map(({ data }) => data),
          ['piece 1 é\n', 'piece 2 é\n', 'piece 3 é\n', 'piece 4 é\n'],
        )
      },
    },
    {
      name: 'ends a stream with what it staged itself',
      asks: 'then `done`: `succeeded` with the effects that the stream staged',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 2 })
        await pull(worker, run, 5, 2)
        const outcome = await run.done()
        const effects = { triggers: [{ target: 'echo', payload: '"after"' }] }
        expectLike('the outcome', outcome, { status: 'succeeded', effects })
        expectEqual('the number of pieces', chunksOf(worker, run).length, 2)
      },
    },
    {
      name: 'sends bytes in base64',
      asks: '`chunk` { n, data, encoding? }: a piece, text or base64',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 2, bytes: true })
        const chunks = await pull(worker, run, 2, 2)
        const bytes = chunks.map(({ data, encoding }) => [
          Buffer.from(data, 'base64').toString('hex'),
          encoding,
        ])
        expectEqual('the pieces', bytes, [
          ['01ff', 'base64'],
          ['02ff', 'base64'],
        ])
      },
    },
    {
      name: 'tells that a stream failed',
      asks: '`failed`, which cuts the connection',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 1, fails: true })
        await pull(worker, run, 5, 1)
        expectLike('the outcome', await run.done(), { status: 'failed', failure: { message: 'no luck' } })
      },
    },
    {
      name: 'closes a stream that is cancelled',
      asks: '`cancel` says that the client has gone: the stream is to be closed',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 100 })
        await pull(worker, run, 1, 1)
        worker.host.send({ t: 'cancel', n: run.n })
        await run.log('stream closed')
        const count = chunksOf(worker, run).length
        worker.host.send({ t: 'pull', n: run.n, chunks: 5 })
        await worker.settle()
        expectEqual('the pieces after the cancel', chunksOf(worker, run).length, count)
      },
    },
    {
      name: 'gives a stream no deadline',
      asks: 'from `head` on the attempt has no deadline, its context is open again',
      needs: NEEDS,
      async check(lab) {
        const worker = await lab.worker()
        const { run } = await stream(worker, { pieces: 2 }, { timeoutMs: 400 })
        const past = worker.run('sleeps', { ms: 700 })
        await past.done()
        expectThat(Date.now() > run.deadline, 'the deadline has not passed')
        await pull(worker, run, 5, 2)
        const effects = { triggers: [{ target: 'echo', payload: '"after"' }] }
        expectLike('the outcome', await run.done(), { status: 'succeeded', effects })
      },
    },
  ],
}
