import { Readable } from 'node:stream'
import { api, HttpError, response } from '@motia/core'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { openServer, sendRaw, type TestServer } from './fixtures/open-server.ts'

const User = z.object({ id: z.string(), at: z.date().optional() })
const ANSWERS: Readonly<Record<string, () => unknown>> = {
  right: () => ({ id: 'a' }),
  date: () => ({ id: 'a', at: new Date(0) }),
  wrong: () => ({ id: 1 }),
  missing: () => response(404, { error: 'no' }),
  nothing: () => undefined,
  unnamed: () => response(201, { id: 'a' }),
  stream: () => Readable.from(['a']),
  bytes: () => new Uint8Array([1]),
  thrown: () => {
    throw new HttpError(418)
  },
}

let test: TestServer | undefined
afterEach(() => test?.server.close())

/** What was answered, and what was told. */
async function ask(what: string, reveal = true) {
  const schema = { response: { 200: User, 204: z.null(), 404: { required: ['error'] } } }
  const step = api({ id: 's', method: 'GET', path: '/:what', schema }, async ({ params }) =>
    ANSWERS[params.what as string]?.(),
  )
  test = await openServer([step], { reveal })
  const { status, body } = await sendRaw(test.url, `/${what}`)
  return { status, body, told: test.world.warnings }
}

it.each(['right', 'date', 'missing', 'nothing', 'stream', 'bytes', 'thrown'])(
  'an answer that is as it was said is no news: %s',
  async (what) => {
    expect((await ask(what)).told).toEqual([])
  },
)

it('one that does not match goes out as it is, and is told with its places', async () => {
  const { status, body, told } = await ask('wrong')
  expect([status, body]).toEqual([200, '{"id":1}'])
  expect(told).toEqual([expect.stringMatching(/^the answer of 200 does not match schema.response: id: .+/)])
})

it('a status that nobody named is told', async () => {
  expect(await ask('unnamed')).toEqual({
    status: 201,
    body: '{"id":"a"}',
    told: ['answered with status 201, which schema.response does not name: 200, 204, 404'],
  })
})

it('production does not look', async () => {
  expect(await ask('wrong', false)).toEqual({ status: 200, body: '{"id":1}', told: [] })
})

it('a schema that throws is told, and changes nothing', async () => {
  const broken = z.any().refine(() => {
    throw new Error('no such table')
  })
  const schema = { response: broken }
  test = await openServer([api({ id: 's', method: 'GET', path: '/', schema }, () => 1)], { reveal: true })
  expect((await sendRaw(test.url, '/')).body).toBe('1')
  expect(test.world.warnings).toEqual(['schema.response could not be asked: no such table'])
})
