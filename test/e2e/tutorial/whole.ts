/** Chapters 8 and 9: errors, and everything at once. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WireErrors } from '../../../packages/motia/src/workbench/wire/errors.ts'
import { findTree, isAlive } from '../../chaos/processes.ts'
import { runCommand } from '../harness/command.ts'
import { request } from '../harness/server.ts'
import { KEYS } from '../harness/terminal.ts'
import { waitFor } from '../harness/wait-for.ts'
import { processing, settleOrder } from './orders.ts'
import { answerFor, createMinsu, MINUTE_MS, placeOrder, type Tutorial } from './session.ts'

/** The step that hears of failures. */
export function chapter8(tutorial: Tutorial): void {
  describe('chapter 8', () => {
    it('S98 D24: all its code type-checks but for the two mistakes of 8.3', async () => {
      await tutorial.write('8.2', 'handle-step-error')
      await tutorial.write('8.3', 'batch-process-users')
      const ran = await runCommand('npm', ['run', '--silent', 'check', '--', '--pretty', 'false'], {
        cwd: tutorial.project.folder,
        env: tutorial.env,
      })
      const errors = ran.stdout.split('\n').filter((line) => line.includes('error TS'))
      expect(errors.sort()).toEqual([
        expect.stringMatching(
          /^motia\/steps\/optimized\/batch-processor\.ts.*'userId' implicitly has an 'any' type/,
        ),
        expect.stringMatching(
          /^motia\/steps\/optimized\/batch-processor\.ts.*Cannot find name 'processUser'/,
        ),
      ])
    })

    it(
      'S128 S134 S140 D10: its undefined function fails when it is called, and brings exactly one alert',
      async () => {
        const { run } = await tutorial.server.workbench.result(
          'batch-process-users',
          { userIds: ['u1'] },
          MINUTE_MS,
        )
        expect(run).toMatchObject({ status: 'failed', attemptsUsed: 4, failure: { name: 'ReferenceError' } })
        expect(run.failure?.stack).toMatch(/motia\/steps\/optimized\/batch-processor\.ts:\d+/)
        const runs = await tutorial.server.workbench.settled(run.traceId, 2)
        expect(runs.map(({ stepId }) => stepId)).toEqual(['batch-process-users', 'handle-step-error'])
        await tutorial.terminal.sees('❌ Step batch-process-users 실패:')
        expect(await tutorial.server.workbench.unrouted('send-alert')).toMatchObject({ count: 1 })
      },
      2 * MINUTE_MS,
    )
  })
}

/** Both requests, then the end. */
export function chapter9(tutorial: Tutorial): void {
  describe('chapter 9', () => {
    it(
      'S1 S141 S145: with all files in place both requests are answered as printed, and seen while they run',
      async () => {
        const live = await tutorial.server.workbench.follow()
        const answers = [await tutorial.shell(createMinsu), await tutorial.shell(placeOrder)]
        const minsu = { name: '김민수', email: 'minsu@example.com', role: 'admin' }
        expect(answers.map(({ body }) => body)).toEqual([answerFor(minsu), processing])
        const order = await settleOrder(tutorial, answers[1]?.body.orderId)
        const told = await waitFor('the payment, live', () => {
          const events = live.events()
          return (
            events.some((event) => event.type === 'attempt' && event.stepId === 'process-payment') && events
          )
        })
        const ofStep = told.flatMap((event) =>
          event.type === 'request' || event.type === 'attempt' ? [event.stepId] : [],
        )
        expect(ofStep).toEqual(expect.arrayContaining(['create-user', 'process-order', 'validate-inventory']))
        live.close()
        const failed = order.runs.filter(
          ({ stepId, status }) => status === 'failed' && stepId !== 'handle-step-error',
        )
        expect(await tutorial.server.workbench.unrouted('send-alert')).toMatchObject({
          count: 1 + failed.length,
        })
        const { apps, workers } = findTree(tutorial.server.pid)
        expect([apps.length > 0, workers.length > 0]).toEqual([true, true])
      },
      2 * MINUTE_MS,
    )

    it('S146: counts and errors agree with the list of runs', async () => {
      const runs = await waitFor('all runs to end', async () => {
        const all = await tutorial.server.workbench.runs()
        return all.every(({ finishedAt }) => finishedAt !== null) && all
      })
      for (const { id, kind, figures } of await tutorial.server.workbench.steps()) {
        if (kind === 'api') continue
        const ours = runs.filter(({ stepId }) => stepId === id)
        const failed = ours.filter(({ status }) => status === 'failed')
        expect([id, figures.executions, figures.failed]).toEqual([id, ours.length, failed.length])
      }
      const { groups } = await tutorial.server.workbench.get<WireErrors>('/api/v1/errors')
      const final = groups
        .filter(({ stepId }) => stepId === 'batch-process-users')
        .reduce((sum, group) => sum + group.final, 0)
      expect(final).toBe(1)
    })

    it('ends with Ctrl-C, and leaves nothing running', async () => {
      const { supervisor, apps, workers } = findTree(tutorial.server.pid)
      tutorial.terminal.type(KEYS.ctrlC)
      await tutorial.terminal.ended // with the code of npx, which the signal ends too
      await waitFor('all processes to end', () => ![supervisor, ...apps, ...workers].some(isAlive))
      expect(tutorial.terminal.screen()).toContain('stopping')
      expect(existsSync(join(tutorial.project.folder, '.motia/control.sock'))).toBe(false)
      await expect(request('http://localhost:3001/books', 'GET')).rejects.toThrow()
    })
  })
}
