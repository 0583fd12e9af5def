/** Chapters 4, 5 and 6: schedules, an order of several steps, and what is seen of it all. */
import { describe, expect, it } from 'vitest'
import { waitFor } from '../harness/wait-for.ts'
import { processing, settleOrder } from './orders.ts'
import { answerFor, createHong, hong, MINUTE_MS, placeOrder, type Tutorial } from './session.ts'

/** Steps that a schedule triggers. */
export function chapter4(tutorial: Tutorial): void {
  describe('chapter 4', () => {
    it('S65 S66 S67 S68 S69: its schedules are due at nine, and on Sundays at two; run by hand they report', async () => {
      await tutorial.write('4.1', 'daily-summary-report')
      await tutorial.write('4.2', 'cleanup-old-logs')
      const dueAt = async (id: string) =>
        new Date((await tutorial.server.workbench.step(id)).schedule?.nextAt as number)
      const [daily, weekly] = [await dueAt('daily-summary-report'), await dueAt('cleanup-old-logs')]
      expect([daily.getHours(), daily.getMinutes()]).toEqual([9, 0])
      expect([weekly.getDay(), weekly.getHours(), weekly.getMinutes()]).toEqual([0, 2, 0])
      const { stdout } = await tutorial.project.run(
        'npx',
        'motia',
        'trigger',
        'daily-summary-report',
        '--wait',
        '--json',
      )
      expect(JSON.parse(stdout).runs).toMatchObject([
        {
          status: 'succeeded',
          result: { date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), revenue: expect.any(Number) },
        },
      ])
      expect(await tutorial.server.workbench.unrouted('send-report-email')).toMatchObject({ count: 1 })
      const { run } = await tutorial.server.workbench.result('cleanup-old-logs')
      expect(run.result).toEqual({ deletedEntries: expect.any(Number), cleanupDate: expect.any(String) })
      await tutorial.terminal.sees(/✅ 정리 완료: \d+개의 오래된 로그 항목이 제거되었습니다/)
    })
  })
}

/** An api step that triggers three others. */
export function chapter5(tutorial: Tutorial): void {
  describe('chapter 5', () => {
    it(
      'S75 S77 S79 S81: an order is answered at once, and its steps get exactly what they were sent',
      async () => {
        await tutorial.write('5.1', 'process-order')
        await tutorial.write('5.2', 'validate-inventory', 'process-payment')
        const { body } = await tutorial.shell(placeOrder)
        expect(body).toEqual(processing)
        const inSevenDays = Date.now() + 7 * 24 * 60 * MINUTE_MS
        expect(Math.abs(Date.parse(body.estimatedDelivery) - inSevenDays)).toBeLessThan(MINUTE_MS)
        const { runs } = await settleOrder(tutorial, body.orderId)
        expect(runs.map(({ stepId }) => stepId)).toEqual([
          'process-order',
          'validate-inventory',
          'process-payment',
        ])
        expect(runs[1]?.input).toEqual({
          orderId: body.orderId,
          items: [
            { productId: 'prod_1', quantity: 2, price: 29.99 },
            { productId: 'prod_2', quantity: 1, price: 49.99 },
          ],
        })
        expect(runs[2]?.input).toEqual({
          orderId: body.orderId,
          customerId: 'cust_12345',
          amount: 109.97,
          method: 'credit_card',
        })
        expect(await tutorial.server.workbench.unrouted('create-shipping-label')).toMatchObject({ count: 1 })
      },
      2 * MINUTE_MS,
    )

    it('S76: a quantity of 0 is a 400 with its path', async () => {
      const order = {
        customerId: 'c',
        items: [{ productId: 'p', quantity: 0, price: 1 }],
        paymentMethod: 'paypal',
      }
      const { status, body } = await tutorial.server.request('POST', '/orders', order)
      expect([status, body.issues]).toEqual([400, [expect.objectContaining({ path: 'items.0.quantity' })]])
    })
  })
}

/** What a step logs. */
export function chapter6(tutorial: Tutorial): void {
  describe('chapter 6', () => {
    it('S92 S93 S95: what the step logs is there with its fields, its run and its trace', async () => {
      await tutorial.write('6.2', 'create-user')
      const { body } = await tutorial.shell(createHong)
      expect(body).toEqual(answerFor(hong))
      const lines = await waitFor('both lines', async () => {
        const found = (await tutorial.server.workbench.logs({ step: 'create-user' })).filter(
          ({ source }) => source === 'logger',
        )
        return found.length === 2 && [...found].reverse()
      })
      expect(lines).toMatchObject([
        {
          level: 'info',
          message: '사용자 생성 시작',
          fields: { email: hong.email, role: 'user', timestamp: expect.any(String) },
        },
        {
          level: 'info',
          message: '사용자 생성 성공',
          fields: { userId: body.user.id, executionTime: expect.any(Number) },
        },
      ])
      expect(lines[1]?.traceId).toBe(lines[0]?.traceId)
      const { stdout } = await tutorial.project.run(
        'npx',
        'motia',
        'logs',
        '--trace',
        lines[0]?.traceId as string,
        '--json',
      )
      expect(JSON.parse(stdout).map(({ message }: { message: string }) => message)).toEqual(
        expect.arrayContaining(['사용자 생성 시작', '사용자 생성 성공']),
      )
    })
  })
}
