import type { WireInfo } from 'motia/workbench/wire/app'
import { expect, it } from 'vitest'
import { toRefusal } from './allowed.ts'

function info(role: WireInfo['role'], state: WireInfo['app']['state']): WireInfo {
  return {
    project: 'shop',
    mode: 'development',
    urls: { api: 'http://localhost:3001' },
    versions: {},
    app: { state },
    mistakes: [],
    role,
    canArrange: true,
    errorStep: 'handle-step-error',
  }
}

it('lets an operator act while the app runs', () => {
  expect(toRefusal(info('operator', 'ready'))).toBeUndefined()
})

it('says what stands in the way, the role first', () => {
  expect(toRefusal(info('operator', 'down'))).toBe('down')
  expect(toRefusal(info('operator', 'starting'))).toBe('starting')
  expect(toRefusal(info('viewer', 'down'))).toBe('viewer')
  expect(toRefusal(undefined)).toBe('unknown')
})
