import type { FastifyReply } from 'fastify'
import { describe, expect, it } from 'vitest'
import { sendSoon } from './send-queue.ts'

/** Notes what is sent, in order. */
function createReplies() {
  const sent: unknown[] = []
  const reply = { send: (body: unknown) => sent.push(body) } as unknown as FastifyReply
  return { sent, reply }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

function blockFor(ms: number): void {
  const endAt = performance.now() + ms
  while (performance.now() < endAt);
}

describe('answers of one turn', () => {
  it('are sent in order when its requests have been handled', async () => {
    const { sent, reply } = createReplies()
    sendSoon(reply, 'a')
    await Promise.resolve()
    sendSoon(reply, 'b')
    expect(sent).toEqual([])
    await nextTurn()
    expect(sent).toEqual(['a', 'b'])
  })

  it('do not wait for one slow handler after the other', async () => {
    const { sent, reply } = createReplies()
    sendSoon(reply, 'a')
    blockFor(5)
    sendSoon(reply, 'b')
    expect(sent).toEqual(['a', 'b'])
    sendSoon(reply, 'c')
    await nextTurn()
    expect(sent).toEqual(['a', 'b', 'c'])
  })
})
