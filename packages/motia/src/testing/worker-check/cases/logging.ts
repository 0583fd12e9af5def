/** Does it hand on what steps log and print, and whose it is? */
import type { LogLevel } from '@motia/core/events'
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat } from '../expect.ts'

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

export const LOGGING: Theme = {
  title: 'Logs',
  cases: [
    {
      name: 'tells what is logged, at each level, with its fields',
      asks: '`log` { n, at, level, message, fields?, source: "logger" }',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('logs')
        await run.done()
        const lines = worker.came('log').filter(({ n }) => n === run.n)
        const expected = LEVELS.map((level) => {
          return { level, message: `a line of ${level}`, fields: { level, list: [1, 'é'] }, source: 'logger' }
        })
        expectLike('the lines', lines, expected)
        for (const { at } of lines) expectThat(Math.abs(Date.now() - at) < 10_000, `at is ${at}, not now`)
      },
    },
    {
      name: 'tells a run’s lines before its end',
      asks: '`n` is the attempt while it is under way',
      async check(lab) {
        const worker = await lab.worker()
        const run = worker.run('logs')
        await run.done()
        const order = worker.host.messages.filter((m) => 'n' in m && m.n === run.n).map(({ t }) => t)
        expectEqual('what came', order, ['log', 'log', 'log', 'log', 'done'])
      },
    },
    {
      name: 'tells printed lines as those of the run that printed them, whatever runs beside it',
      asks: 'lines that a step prints are its own, whatever runs beside it; `source` is `print`',
      needs: ['prints'],
      async check(lab) {
        const worker = await lab.worker()
        const tags = ['one é', 'two', 'three']
        const runs = tags.map((tag) => ({ tag, run: worker.run('prints', { tag }) }))
        for (const { tag, run } of runs) {
          await run.done()
          await run.log(`${tag} half`)
          const lines = worker.came('log').filter((m) => m.n === run.n || m.of?.runId === run.runId)
          expectLike(
            'the lines',
            lines,
            [`${tag} first`, `${tag} second`, `${tag} half`].map((message) => ({ message, source: 'print' })),
          )
        }
      },
    },
    {
      name: 'tells a printed line without an end after a moment',
      asks: 'a line without an end is told after a moment',
      needs: ['prints'],
      async check(lab) {
        const run = (await lab.worker()).run('prints', { tag: 'x' })
        await run.log('x half')
      },
    },
    {
      name: 'names the attempt of a line that comes after its end',
      asks: '`of` { runId, traceId, stepId, attempt } after that',
      async check(lab) {
        const run = (await lab.worker()).run('late')
        const { runId, traceId, stepId } = run
        const line = await run.log(/^late: /)
        expectEqual('of', line.of, { runId, traceId, stepId, attempt: 1 })
        expectEqual('n', line.n, undefined)
      },
    },
  ],
}
