import { expect, it } from 'vitest'
import { readTutorialCalls, readTutorialFiles } from './blocks.ts'

it('takes every file of the tutorial, in the order that it prints them', () => {
  expect(readTutorialFiles().map(({ section, path }) => `${section} ${path}`)).toEqual([
    '2.2 motia/steps/users/create-user.ts',
    '2.3 motia/steps/emails/send-welcome-email.ts',
    '3.2 motia/steps/ai/analyze_user_behavior.py',
    '3.3 motia/steps/users/create-user.ts',
    '4.1 motia/steps/reports/daily-summary.ts',
    '4.2 motia/steps/maintenance/cleanup-logs.ts',
    '5.1 motia/steps/orders/process-order.ts',
    '5.2 motia/steps/orders/validate-inventory.ts',
    '5.2 motia/steps/orders/process-payment.ts',
    '6.2 motia/steps/users/create-user.ts',
    '7.1 motia.config.js',
    '8.2 motia/steps/utils/error-handler.ts',
    '8.3 motia/steps/optimized/batch-processor.ts',
  ])
})

it('gives 3.3 the imports and the schema of 2.2', () => {
  const file = readTutorialFiles().find(({ section }) => section === '3.3')
  expect(file?.code).toContain("import { z } from 'zod'")
  expect(file?.code).toContain('const CreateUserSchema')
  expect(file?.code.match(/export default/g)).toHaveLength(1)
})

it('takes the three calls, whole', () => {
  const calls = readTutorialCalls()
  expect(calls.map(({ section }) => section)).toEqual(['2.4', '9.1', '9.1'])
  expect(calls[2]?.command).toMatch(
    /^curl -X POST http:\/\/localhost:3001\/orders[\s\S]*"paymentMethod": "credit_card"\n {2}}'$/,
  )
})
