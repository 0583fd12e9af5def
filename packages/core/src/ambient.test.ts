import { afterEach, describe, expect, it, vi } from 'vitest'
import { currentHost, type Host, hasHost, setHost } from './ambient.ts'
import { logger } from './logger.ts'
import { motia } from './motia.ts'
import type { Receipt } from './trigger.ts'

const receipt: Receipt = { id: 't', traceId: 'x', routed: true, runs: [], result: async () => 1 }

function fakeHost() {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const host = {
    trigger: vi.fn(async () => receipt),
    call: vi.fn(async () => 42),
    logger: log,
  } satisfies Host
  return host
}

afterEach(() => {
  setHost(undefined)
})

describe('outside a Motia process', () => {
  it('motia says where it works, and what a unit test should do', () => {
    expect(hasHost()).toBe(false)
    expect(() => motia.trigger('a')).toThrow('outside a Motia process')
    expect(() => currentHost()).toThrow(expect.objectContaining({ code: 'MOTIA_NO_HOST' }))
  })

  it('entries of the logger go nowhere', () => {
    expect(() => logger.error('unseen', { a: 1 })).not.toThrow()
  })
})

describe('in a Motia process', () => {
  it('motia asks the host, with the payload and options as they were given', async () => {
    const host = fakeHost()
    setHost(host)
    expect(await motia.trigger('send', { to: 'x' }, { delay: 5 })).toBe(receipt)
    expect(await motia.call('count')).toBe(42)
    expect(host.trigger).toHaveBeenCalledWith('send', { to: 'x' }, { delay: 5 })
    expect(host.call).toHaveBeenCalledWith('count', undefined, undefined)
  })

  it('the logger hands entries to the host of the moment', () => {
    const [first, second] = [fakeHost(), fakeHost()]
    const { info } = logger
    setHost(first)
    info('one', { a: 1 })
    expect(setHost(second)).toBe(first)
    info('two')
    for (const level of ['debug', 'warn', 'error'] as const) logger[level](level, { level })
    expect(first.logger.info.mock.calls).toEqual([['one', { a: 1 }]])
    expect(second.logger.info.mock.calls).toEqual([['two', undefined]])
    for (const level of ['debug', 'warn', 'error'] as const)
      expect(second.logger[level]).toHaveBeenCalledWith(level, { level })
  })

  it('another copy of this package finds the same host', () => {
    const host = fakeHost()
    setHost(host)
    expect((globalThis as Record<symbol, unknown>)[Symbol.for('motia.host')]).toBe(host)
  })
})
