import type { TelemetryEvent } from '@motia/core/events'
import { expect, it } from 'vitest'
import { createAppStatus } from './app-status.ts'

const mistake = { file: 'motia/steps/a.ts', line: 1, message: 'no code' }

function ready(mistakes: readonly (typeof mistake)[]): TelemetryEvent {
  return { type: 'app-ready', at: 0, url: 'http://localhost:3001', steps: [], mistakes, tookMs: 1 }
}

it('tells of another state whenever an app gets ready: its mistakes may be others', () => {
  const status = createAppStatus()
  status.take([ready([mistake])])
  const before = status.state()
  status.take([ready([])])
  expect(status.state()).toEqual({ state: 'ready' })
  expect(status.state()).not.toBe(before)
  expect(status.mistakes()).toEqual([])
})
