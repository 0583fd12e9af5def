import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isEventStream, startHeartbeat } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('server-sent events', () => {
  it('are kept alive while nothing is sent, and only then', () => {
    const send = vi.fn()
    const heartbeat = startHeartbeat(true, send)
    vi.advanceTimersByTime(14_000)
    heartbeat.sent('data: 1\n\n')
    vi.advanceTimersByTime(14_000)
    expect(send).not.toHaveBeenCalled()
    vi.advanceTimersByTime(31_000)
    expect(send.mock.calls).toEqual([[':\n\n'], [':\n\n'], [':\n\n']])
    heartbeat.stop()
    vi.advanceTimersByTime(60_000)
    expect(send).toHaveBeenCalledTimes(3)
  })

  it.each([
    ['data: 1', 0],
    ['data: 1\n', 0],
    ['data: 1\n\n', 1],
    ['data: 1\r\n\r\n', 1],
    [Buffer.from('data: 1\r\n'), 0],
    [Buffer.from('data: 1\r\n\r\n'), 1],
    [Buffer.from('data: 1\n\n'), 1],
  ])('are not broken in the middle: after %j', (piece, times) => {
    const send = vi.fn()
    startHeartbeat(true, send).sent(piece)
    vi.advanceTimersByTime(15_000)
    expect(send).toHaveBeenCalledTimes(times)
  })
})

it('other answers are never added to', () => {
  const send = vi.fn()
  startHeartbeat(false, send).sent('x\n\n')
  vi.advanceTimersByTime(60_000)
  expect(send).not.toHaveBeenCalled()
})

it.each([
  [{ 'content-type': 'text/event-stream' }, true],
  [{ 'Content-Type': 'text/event-stream; charset=utf-8' }, true],
  [{ 'content-type': 'text/event-streams' }, false],
  [{ 'content-type': 'text/plain' }, false],
  [{}, false],
])('an answer with %j is events: %s', (headers, is) => {
  expect(isEventStream(headers)).toBe(is)
})
