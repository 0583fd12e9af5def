import { expect, it } from 'vitest'
import { describeCron } from './cron-words.ts'

it.each([
  ['* * * * *', 'Every minute', '매분'],
  ['*/5 * * * *', 'Every 5 minutes', '5분마다'],
  ['0 * * * *', 'Every hour', '매시 정각'],
  ['15 * * * *', 'Every hour, at minute 15', '매시 15분'],
  ['0 */6 * * *', 'Every 6 hours', '6시간마다 정각'],
  ['30 3 * * *', 'Every day at 03:30', '매일 03:30'],
  ['0 9,18 * * *', 'Every day at 09:00 and 18:00', '매일 09:00, 18:00'],
  ['30 9 * * 1-5', 'At 09:30, Monday to Friday', '월요일~금요일 09:30'],
  ['0 8 * * MON,thu', 'At 08:00, on Monday and Thursday', '매주 월요일, 목요일 08:00'],
  ['0 0 * * 7', 'At 00:00, on Sunday', '매주 일요일 00:00'],
  ['0 0 1 * *', 'At 00:00, on day 1 of the month', '매월 1일 00:00'],
  ['0 0 1,15 * *', 'At 00:00, on day 1 and 15 of the month', '매월 1일, 15일 00:00'],
  ['0 0 1 1 *', 'At 00:00, on day 1 of the month, in January', '매년 1월 1일 00:00'],
  [
    '*/15 9-17 * * 1-5',
    'Every 15 minutes, from 09:00 to 17:59, Monday to Friday',
    '월요일~금요일 09:00~17:59 사이 15분마다',
  ],
  ['0 9-17 * * *', 'Every hour, from 09:00 to 17:00', '09:00~17:00 사이 매시 정각'],
  ['*/10 * * * * *', 'Every 10 seconds', '10초마다'],
  ['* * * * * *', 'Every second', '매초'],
  ['0 30 3 * * *', 'Every day at 03:30', '매일 03:30'],
  ['@daily', 'Every day at 00:00', '매일 00:00'],
  ['@hourly', 'Every hour', '매시 정각'],
  ['0 0 * * 0-6', 'Every day at 00:00', '매일 00:00'],
])('words %s', (expression, english, korean) => {
  expect(describeCron(expression, 'en')).toBe(english)
  expect(describeCron(expression, 'ko')).toBe(korean)
})

it.each([
  '*/7 * * * *',
  '0 0 1 * 1',
  '0 0 L * *',
  '0 0 * * 1#2',
  '5/10 * * * *',
  '10 0 3 * * * *',
  '61 * * * *',
  '0 0-23/2 * * *',
  '0 */5 * * *',
  'daily',
  '',
])('leaves %j to speak for itself', (expression) => {
  expect(describeCron(expression, 'en')).toBeUndefined()
})
