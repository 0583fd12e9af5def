import { api } from '@motia/core'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { openServer, post, sendRaw, type TestServer } from '../fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

async function open(plugin: unknown): Promise<TestServer> {
  const steps = [
    api({ id: 'step', method: 'POST', path: '/' }, ({ body }) => ({ body })),
    api({ id: 'stream', method: 'GET', path: '/stream' }, async function* () {
      yield 'a'
    } as never),
  ]
  const test = await openServer(steps, { around: { plugin: { file: 'motia/fastify.ts', plugin } } })
  opened.push(test)
  return test
}

describe('the plugin of a project', () => {
  it('has hooks around steps, streams and what is not found', async () => {
    const test = await open(async (fastify: FastifyInstance) => {
      fastify.addHook('onRequest', async (_request, reply) => void reply.header('x-hook', 'yes'))
    })
    expect((await post(test)).headers['x-hook']).toBe('yes')
    expect((await sendRaw(test.url, '/stream')).headers['x-hook']).toBe('yes')
    expect(await sendRaw(test.url, '/no')).toMatchObject({ status: 404, headers: { 'x-hook': 'yes' } })
  })

  it('has routes of its own, and parsers for bodies that steps take, too', async () => {
    const test = await open((fastify: FastifyInstance, _options: object, done: () => void) => {
      fastify.get('/raw', async () => 'raw')
      const options = { parseAs: 'string' } as const
      fastify.addContentTypeParser('application/yaml', options, (_request, text, parsed) =>
        parsed(null, { text }),
      )
      done()
    })
    expect(await sendRaw(test.url, '/raw')).toMatchObject({ status: 200, body: 'raw' })
    const headers = { 'content-type': 'application/yaml' }
    const answer = await sendRaw(test.url, '/', { method: 'POST', headers, body: 'a: 1' })
    expect(answer.body).toBe('{"body":{"text":"a: 1"}}')
  })

  it('is registered again for new routes, without those before', async () => {
    let times = 0
    const test = await open(async (fastify: FastifyInstance) => {
      times++
      fastify.get('/raw', async () => times)
    })
    await test.server.replaceRoutes([])
    expect([(await sendRaw(test.url, '/raw')).body, (await post(test)).status]).toEqual(['2', 404])
  })

  it.each<[string, (fastify: FastifyInstance) => Promise<void>, string]>([
    ['throws', () => Promise.reject(new Error('no such port')), 'no such port'],
    ['has a step’s route', async (fastify) => void fastify.post('/', async () => 1), 'step "step", POST /'],
    [
      'sets what is ours',
      async (fastify) => void fastify.setNotFoundHandler(() => {}),
      'Not found handler already set',
    ],
  ])('that %s is named with its file', async (_, plugin, message) => {
    const failure = await open(plugin).catch((error) => error)
    expect(failure).toMatchObject({ code: 'MOTIA_FASTIFY' })
    expect(failure.message).toContain('motia/fastify.ts could not be registered: ')
    expect(failure.message).toContain(message)
  })
})
