import type { StepDescriptor } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import { createAppStatus } from './app-status.ts'

const step = (language: StepDescriptor['language']) => ({ language }) as StepDescriptor

const ready = (more: object = {}): TelemetryEvent => ({
  type: 'app-ready',
  at: 1,
  url: '',
  steps: [step('node')],
  mistakes: [],
  tookMs: 1,
  ...more,
})

describe('the status of the app', () => {
  it('follows what is heard of it', () => {
    const status = createAppStatus()
    expect(status.state()).toEqual({ state: 'starting' })
    const mistakes = [{ file: 'a.ts', message: 'no' }]
    status.take([ready({ mistakes })])
    expect([status.state(), status.mistakes(), status.steps()]).toEqual([
      { state: 'ready' },
      mistakes,
      [step('node')],
    ])
  })

  it('keeps what ended it while the same project is started again, until another one is ready', () => {
    const status = createAppStatus(() => 7)
    status.died('exit code 1', undefined, true)
    expect(status.state()).toEqual({ state: 'starting', detail: 'exit code 1' })
    expect(status.crash()).toEqual({ at: 7, cause: 'exit code 1' })
    const failure = { name: 'Error', message: 'no database' }
    status.died('exit code 1', failure, false)
    expect(status.state()).toEqual({ state: 'down', detail: 'no database' })
    expect(status.crash()).toEqual({ at: 7, cause: 'exit code 1', failure })
    status.take([ready()])
    expect([status.state(), status.crash()]).toMatchObject([{ state: 'ready' }, { failure }])
    status.starting()
    expect(status.crash()).not.toBeNull()
    status.take([ready()])
    expect(status.crash()).toBeNull()
  })

  it('knows which languages have not loaded their steps yet', () => {
    const status = createAppStatus()
    const loaded = () => (['node', 'python', 'ruby'] as const).map((name) => status.isLoaded(step(name)))
    status.take([ready({ pending: ['python', 'ruby'] })])
    expect(loaded()).toEqual([true, false, false])
    const described = { language: 'ruby', steps: [], mistakes: [], modules: [], tookMs: 1 } as const
    status.take([{ type: 'steps-described', at: 2, ...described }])
    expect(loaded()).toEqual([true, false, true])
  })

  it('is another object whenever an app gets ready, since its mistakes may be others', () => {
    const status = createAppStatus()
    status.take([ready({ mistakes: [{ file: 'a.ts', message: 'no' }] })])
    const before = status.state()
    expect(status.state()).toBe(before)
    status.take([ready()])
    expect(status.state()).toEqual(before)
    expect(status.state()).not.toBe(before)
  })

  it('tells what is wrong with the configuration beside what is with the app, until it is mended', () => {
    const status = createAppStatus()
    const [ofConfig, ofApp] = [
      { file: 'motia.config.js', message: 'no' },
      { file: 'a.ts', message: 'no' },
    ]
    status.take([ready({ mistakes: [ofApp] })])
    const before = status.state()
    status.misconfigured([ofConfig])
    expect(status.state()).toEqual(before)
    expect(status.state()).not.toBe(before)
    status.take([ready({ mistakes: [ofApp] })])
    expect(status.mistakes()).toEqual([ofConfig, ofApp])
    status.misconfigured([])
    expect(status.mistakes()).toEqual([ofApp])
  })

  it('keeps no secrets of what it hears', () => {
    const status = createAppStatus()
    const message = 'cannot connect to postgres://me:hunter2@db'
    status.take([ready({ mistakes: [{ file: 'a.ts', message }] })])
    status.misconfigured([{ file: '.env', message }])
    status.died('exit code 1', { name: 'Error', message, stack: `Error: ${message}` }, false)
    const told = JSON.stringify([status.mistakes(), status.state(), status.crash()])
    expect(told.match(/postgres:\/\/me/g)).toHaveLength(5)
    expect(told).not.toContain('hunter2')
  })
})
