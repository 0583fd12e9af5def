/** Does it start as the page asks: first words, version, setup? */
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'

export const STARTING: Theme = {
  title: 'Starting',
  cases: [
    {
      name: 'says ready before anything else, with its version, language and pid',
      asks: '`ready` { v, language, pid }: the first message of the worker',
      async check(lab) {
        const { host } = await lab.fresh()
        expectLike('the first message', host.messages[0], { t: 'ready', v: 1, language: /^\S+$/ })
        const { pid } = host.messages[0] as { pid?: unknown }
        expectThat(Number.isInteger(pid) && Number(pid) > 0, `pid is ${pid}, no process`)
      },
    },
    {
      name: 'ends when the host speaks another version',
      asks: '`hello` with another `v`: the worker exits with 1, and describes nothing',
      async check(lab) {
        const worker = lab.open()
        lab.hello(worker, 99)
        const { code } = await worker.host.waitForEnd()
        expectEqual('what it described', worker.came('described'), [])
        expectEqual('its exit code', code, 1)
      },
    },
    {
      name: 'ignores SIGINT, which a terminal sends to everybody',
      asks: '`SIGINT` is to be ignored',
      async check(lab) {
        const worker = await lab.fresh()
        worker.host.signal('SIGINT')
        await worker.succeed('sleeps', { ms: 200 })
        await worker.settle()
      },
    },
    {
      name: 'calls start of the setup once, before it describes',
      asks: '`setup` is a module with `start` and `stop`, to be called once, after the files were loaded',
      needs: ['setup'],
      async check(lab) {
        const worker = await lab.fresh()
        const words = worker.host.messages.map((m) => (m.t === 'log' ? m.message : m.t))
        expectEqual('how often it started', words.filter((word) => word === 'setup started').length, 1)
        expectThat(
          words.indexOf('setup started') < words.indexOf('described'),
          'it started after it was described',
        )
      },
    },
    {
      name: 'calls stop of the setup before it ends',
      asks: '`stop`: it calls the setup’s `stop`, and exits with 0',
      needs: ['setup'],
      async check(lab) {
        const worker = await lab.fresh()
        worker.host.send({ t: 'stop', graceMs: 1000 })
        const { code } = await worker.host.waitForEnd()
        await worker.host.waitFor('the line "setup stopped"', () =>
          worker.came('log').find(({ message }) => message === 'setup stopped'),
        )
        expectEqual('its exit code', code, 0)
      },
    },
    {
      name: 'triggers at once outside of any attempt',
      asks: 'outside of any attempt: an `ask` without `n` and `from`, whose `ordinal` is 0',
      needs: ['setup'],
      async check(lab) {
        const [message] = (await lab.fresh()).standIn.asks
        expectLike('what the setup asked', message, {
          ask: { verb: 'trigger', ordinal: 0, request: { target: 'echo', payload: '"from setup"' } },
        })
        expectEqual('its n', message?.n, undefined)
        expectEqual('its from', (message?.ask as { from?: unknown } | undefined)?.from, undefined)
      },
    },
  ],
}
