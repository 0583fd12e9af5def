/** Does it end when it is told, when its attempts have, and when the app is gone? */
import type { Theme } from '../case.ts'
import { expectEqual, expectThat } from '../expect.ts'
import { returnedBy } from '../worker.ts'

const FAR_MS = 60_000
const GRACE_MS = 400

export const ENDING: Theme = {
  title: 'Ending',
  cases: [
    {
      name: 'ends at once when it is stopped and nothing runs',
      asks: '`stop` { graceMs }: the worker ends when its attempts have, and exits with 0',
      async check(lab) {
        const worker = await lab.fresh()
        worker.host.send({ t: 'stop', graceMs: FAR_MS })
        expectEqual('how it ended', await worker.host.waitForEnd(), { code: 0, signal: null })
      },
    },
    {
      name: 'lets its attempts end when it is stopped',
      asks: 'the worker ends when its attempts have',
      async check(lab) {
        const worker = await lab.fresh()
        const run = worker.run('sleeps', { ms: 400 })
        await run.begun()
        worker.host.send({ t: 'stop', graceMs: FAR_MS })
        expectEqual('the result', returnedBy(await run.done(), 'sleeps'), 400)
        expectEqual('how it ended', await worker.host.waitForEnd(), { code: 0, signal: null })
      },
    },
    {
      name: 'answers what a stopped worker’s attempts ask, until they end',
      asks: '`stop`: no further `run` follows; everything else does',
      async check(lab) {
        const worker = await lab.fresh()
        worker.standIn.override = () => {
          worker.host.send({ t: 'stop', graceMs: FAR_MS })
          return { value: { runId: 'x', ok: true, result: '1' } }
        }
        const run = worker.run('calls', [{ how: 'call', target: 'echo' }])
        expectEqual('what came', returnedBy(await run.done(), 'calls'), [{ value: 1 }])
        await worker.host.waitForEnd()
      },
    },
    {
      name: 'ends after the grace, whatever still runs',
      asks: 'the worker ends when its attempts have, or after the grace, and exits with 0',
      async check(lab) {
        const worker = await lab.fresh()
        await worker.run('waits').begun()
        const stoppedAt = Date.now()
        worker.host.send({ t: 'stop', graceMs: GRACE_MS })
        expectEqual('how it ended', await worker.host.waitForEnd(), { code: 0, signal: null })
        expectThat(Date.now() - stoppedAt > GRACE_MS - 20, 'it ended before the grace had passed')
      },
    },
    {
      name: 'ends after the grace though a handler blocks its thread',
      asks: 'or after the grace',
      needs: ['threads'],
      async check(lab) {
        const worker = await lab.fresh()
        await worker.run('blocks').begun()
        worker.host.send({ t: 'stop', graceMs: GRACE_MS })
        await worker.host.waitForEnd()
      },
    },
    {
      name: 'ends at once when the channel does, whatever still runs',
      asks: 'when the channel ends, the app is gone, and nothing that still runs can commit: the worker exits at once',
      async check(lab) {
        const worker = await lab.fresh()
        await worker.run('sleeps', { ms: FAR_MS }).begun()
        worker.host.hangUp()
        await worker.host.waitForEnd(2000)
      },
    },
  ],
}
