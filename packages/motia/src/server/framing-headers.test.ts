import { response } from '@motia/core'
import type { Context } from '@motia/core/context'
import { describe, expect, it, vi } from 'vitest'
import { sendRaw } from './fixtures/open-server.ts'
import { answerOf, openStep, useStepServers } from './fixtures/open-step.ts'

useStepServers()

describe('headers that say how an answer is sent', () => {
  const send = (handler: (ctx: Context) => unknown) => answerOf(handler)

  it('are not for the step to say, who may have copied them from another answer', async () => {
    const headers = { 'transfer-encoding': 'chunked', Trailer: 'x', 'keep-alive': 'timeout=1', 'x-own': '1' }
    for (const body of ['x', { a: 1 }, Buffer.from('x')]) {
      const answer = await send(() => response(200, body, headers))
      expect(answer.status).toBe(200)
      expect(answer.headers).toMatchObject({ 'content-length': String(answer.body.length), 'x-own': '1' })
      expect(answer.headers).not.toHaveProperty('transfer-encoding')
      expect(answer.headers).not.toHaveProperty('trailer')
    }
    const pieces = await send(() => response(200, ['a', 'b'].values(), headers))
    expect([pieces.body, pieces.headers['transfer-encoding'], pieces.headers.trailer]).toEqual([
      'ab',
      'chunked',
      undefined,
    ])
  })

  it('name the length that there is', async () => {
    for (const length of ['0', '1', '100'])
      for (const body of ['text', undefined])
        expect(await send(() => response(200, body, { 'content-length': length }))).toMatchObject({
          status: 200,
          body: body === undefined ? '' : '"text"',
        })
  })

  it.each(['1', '3'])('cut an answer in pieces of another length than they name: %s', async (length) => {
    const test = await openStep(() => response(200, ['a', 'b'].values(), { 'content-length': length }))
    const came = await sendRaw(test.url, '/').catch(() => 'cut')
    if (length === '3') expect(came).toBe('cut')
    else expect(came).toMatchObject({ body: 'a', headers: { connection: 'close' } })
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    expect(test.events[0]).toMatchObject({ failure: { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' } })
  })

  it('may name the length of an answer in pieces', async () => {
    const headers = { 'content-length': '2' }
    expect(await send(() => response(200, ['a', 'b'].values(), headers))).toMatchObject({
      headers,
      body: 'ab',
    })
  })
})
