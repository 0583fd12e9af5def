import type { CountersEvent } from '@motia/core/events'
import { describe, expect, it, vi } from 'vitest'
import { run } from '../fixtures/memory-runs.ts'
import { BEARER, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WirePulse } from '../wire/live.ts'
import { createRates } from './rates.ts'

const counters = (ended: number, failed: number, processId = 'p'): CountersEvent => ({
  type: 'counters',
  at: 1,
  processId,
  steps: [
    {
      ...{ stepId: 'a', kind: 'run', ended, failed, retried: 0, kept: 0 },
      ...{ totalMs: 0, durations: [], waitedMs: 0, waits: [] },
    },
  ],
})

describe('rates', () => {
  it('are of the last five seconds, over lives of the app', () => {
    let now = 0
    const rates = createRates(() => now)
    rates.take([counters(10, 1), counters(20, 2)])
    rates.take([counters(5, 0, 'next')])
    expect(rates.read()).toEqual({ perSecond: 5, failedPerSecond: 0.4 })
    now = 3_000
    rates.take([counters(30, 2)])
    expect(rates.read()).toEqual({ perSecond: 7, failedPerSecond: 0.4 })
    now = 5_001
    expect(rates.read()).toEqual({ perSecond: 2, failedPerSecond: 0 })
  })
})

describe('the stream', () => {
  useTestWorkbench()

  it('begins with the pulse and how the app fares, and tells when they change', async () => {
    world.records = [run('r1', { status: 'queued' }), run('r2')]
    const abort = new AbortController()
    const response = await fetch(`${world.base}/api/v1/live`, { headers: BEARER, signal: abort.signal })
    let text = ''
    const reading = (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8')
      }
    })()
    reading.catch(() => {}) // aborted
    const dataOf = (name: string) =>
      [...text.matchAll(new RegExp(`^event: ${name}\\ndata: (.*)$`, 'gm'))].map(([, data = '']) =>
        JSON.parse(data),
      )
    await vi.waitFor(() => expect([dataOf('pulse'), dataOf('app')]).toMatchObject([[{}], [{}]]))
    const [first] = dataOf('pulse') as [WirePulse]
    expect(first.counts).toEqual([{ stepId: 'send-email', status: 'queued', count: 1 }])
    expect(dataOf('app')).toEqual([{ state: 'ready' }])
    const down = { state: 'down', detail: 'it broke' } as const
    world.app.state = () => down
    world.records = [...world.records, run('r3', { status: 'running' })]
    await vi.waitFor(() => expect(dataOf('pulse')).toHaveLength(2), 3_000)
    expect(dataOf('pulse')[1].counts).toContainEqual({ stepId: 'send-email', status: 'running', count: 1 })
    expect(dataOf('pulse')[1].versions.runs).not.toBe(first.versions.runs)
    expect(dataOf('app')[1]).toEqual(down)
    abort.abort()
  })
})
