import type { TelemetryEvent } from '@motia/core/events'
import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { asksToBeKept, createRequestLog } from './request-log.ts'

/** Answers one request of a step, and tells what was recorded and how many ids were made. */
function answerOne(isWanted: boolean) {
  const recorded: TelemetryEvent[] = []
  let ids = 0
  const newId = () => String(++ids)
  const facts = {
    stepId: 's',
    get runId() {
      return newId()
    },
    get traceId() {
      return newId()
    },
  }
  const log = createRequestLog({
    telemetry: { record: (event) => void recorded.push(event) },
    observe: () => isWanted,
  })
  log.answered(facts, { url: '/users?page=2', method: 'GET' } as FastifyRequest, 200, 3, undefined)
  return { recorded, ids }
}

describe('the log of requests', () => {
  it('records a request that the sampler picked, without its query', () => {
    const { recorded } = answerOne(true)
    expect(recorded).toMatchObject([
      { type: 'request', stepId: 's', runId: '1', path: '/users', status: 200 },
    ])
  })

  it('makes no ids for a request that it does not record', () => {
    expect(answerOne(false)).toEqual({ recorded: [], ids: 0 })
  })
})

describe('a request', () => {
  const of = (...rawHeaders: string[]) => ({ raw: { rawHeaders } }) as unknown as FastifyRequest

  it('is kept if it brings the key', () => {
    expect(asksToBeKept(of('Host', 'x', 'x-motia-keep', 'secret'), 'secret')).toBe(true)
  })

  it('is left to the sampler without the key, and where there is none', () => {
    expect(asksToBeKept(of('Host', 'x-motia-keep', 'x-motia-keep', 'other'), 'secret')).toBe(false)
    expect(asksToBeKept(of('Host', 'x'), 'secret')).toBe(false)
    expect(asksToBeKept(of('x-motia-keep', 'undefined'), undefined)).toBe(false)
  })
})
