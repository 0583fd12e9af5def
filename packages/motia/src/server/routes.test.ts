import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request as send } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createGate,
  openServer,
  type ServerShape,
  sendRaw,
  type TestServer,
  toRoute,
} from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})
async function open(steps: Parameters<typeof openServer>[0], shape?: ServerShape): Promise<TestServer> {
  const test = await openServer(steps, shape)
  opened.push(test)
  return test
}
const answering = (path: string, answer = path) =>
  toRoute(api({ id: path, method: 'GET', path }, () => answer))
const statusOf = async ({ url }: TestServer, path: string) => (await sendRaw(url, path)).status

describe('routes that are replaced', () => {
  it('answer from then on, in place of those before', async () => {
    const test = await open([])
    expect(await statusOf(test, '/late')).toBe(404)
    await test.server.replaceRoutes([answering('/late')])
    expect(await statusOf(test, '/late')).toBe(200)
    await test.server.replaceRoutes([answering('/later')])
    expect([await statusOf(test, '/late'), await statusOf(test, '/later')]).toEqual([404, 200])
    expect(await statusOf(test, '/_motia/health')).toBe(200)
  })

  it('go to a worker where this process does not hold the step', async () => {
    const test = await open([])
    await test.server.replaceRoutes([{ stepId: 'py', method: 'GET', path: '/py' }])
    expect(await statusOf(test, '/py')).toBe(503) // the test's worker is never free
    expect(test.executed).toMatchObject([{ stepId: 'py' }])
  })

  it('lose no request of those that come meanwhile, nor a connection', async () => {
    const test = await open([api({ id: 'a', method: 'GET', path: '/a' }, async () => 'a')])
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    const statuses: number[] = []
    let isDone = false
    const load = async () => {
      while (!isDone) statuses.push(await getOver(agent, `${test.url}/a`))
    }
    const loads = Promise.all([load(), load(), load(), load()])
    const sockets = () => Object.values(agent.sockets).concat(Object.values(agent.freeSockets)).flat()
    await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(20))
    const before = new Set(sockets())
    for (let i = 0; i < 10; i++) {
      const seen = statuses.length
      await test.server.replaceRoutes([answering('/a'), answering(`/other${i}`)])
      await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(seen))
    }
    isDone = true
    await loads
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(new Set([...before, ...sockets()]).size).toBe(before.size)
    agent.destroy()
  })

  it('let a request that is under way end where it began', async () => {
    const [begun, gate] = [createGate(), createGate()]
    const slow = async () => {
      begun.open()
      await gate.passed
      return 'slow'
    }
    const test = await open([api({ id: 'slow', method: 'GET', path: '/' }, slow)])
    const answer = sendRaw(test.url, '/')
    await begun.passed
    await test.server.replaceRoutes([])
    expect(await statusOf(test, '/')).toBe(404)
    gate.open()
    expect((await answer).body).toBe('"slow"')
  })

  it('that contradict one another are refused, and those before stay', async () => {
    const test = await open([])
    await test.server.replaceRoutes([answering('/a')])
    await expect(test.server.replaceRoutes([answering('/b'), answering('/b')])).rejects.toThrow('/b')
    expect([await statusOf(test, '/a'), await statusOf(test, '/b')]).toEqual([200, 404])
  })

  it('are, of several that are asked for at once, the last', async () => {
    const test = await open([])
    await Promise.all(['/a', '/b', '/c'].map((path) => test.server.replaceRoutes([answering(path)])))
    expect([await statusOf(test, '/a'), await statusOf(test, '/c')]).toEqual([404, 200])
  })

  it('leave one answer to what is no request', async () => {
    const test = await open([])
    await test.server.replaceRoutes([])
    await test.server.replaceRoutes([])
    const answer = await speak(test.url, 'nonsense\r\n\r\n')
    expect(answer.match(/HTTP\/1\.1 400/g)).toHaveLength(1)
  })

  it('are left alone by a server that has closed', async () => {
    const test = await openServer([])
    await test.server.close()
    await test.server.replaceRoutes([answering('/a')])
    await expect(fetch(test.url)).rejects.toThrow()
  })
})

describe('while files are yet to be described', () => {
  it('a request that no route matches is asked to come again, and told that there is none afterwards', async () => {
    let isPending = true
    const test = await open([api({ id: 'a', method: 'GET', path: '/a' }, () => 1)], {
      pending: () => isPending,
    })
    const early = await sendRaw(test.url, '/late')
    expect([early.status, early.headers['retry-after']]).toEqual([503, '1'])
    expect(JSON.parse(early.body)).toEqual({
      error: 'Service Unavailable',
      message: 'some of the steps are still being loaded; try again',
    })
    const byMethod = () => sendRaw(test.url, '/a', { method: 'POST' })
    expect((await byMethod()).status).toBe(503)
    expect(await statusOf(test, '/a')).toBe(200)
    isPending = false
    expect([await statusOf(test, '/late'), (await byMethod()).status]).toEqual([404, 405])
  })

  it('the files of web/ are served', async () => {
    const root = await openWeb({ 'index.html': 'home' })
    const test = await open([], { root, pending: () => true })
    expect((await sendRaw(test.url, '/')).body).toBe('home')
    expect(await statusOf(test, '/other')).toBe(503)
    await rm(root, { recursive: true })
  })
})

describe('the files of web/', () => {
  it('stay when routes are replaced, and leave a path to the step that answers there', async () => {
    const root = await openWeb({ 'index.html': 'home', 'about/index.html': 'about', 'a b/안녕:1.txt': 'x' })
    const test = await open([], { root })
    expect((await sendRaw(test.url, '/')).body).toBe('home')
    await test.server.replaceRoutes([answering('/', 'step')])
    expect((await sendRaw(test.url, '/')).body).toBe('"step"')
    expect((await sendRaw(test.url, '/about/')).body).toBe('about')
    expect((await sendRaw(test.url, '/index.html')).body).toBe('home')
    expect((await sendRaw(test.url, encodeURI('/a b/안녕:1.txt'))).body).toBe('x')
    const head = await sendRaw(test.url, '/about', { method: 'HEAD' })
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '5', ''])
    await rm(root, { recursive: true })
  })
})

async function openWeb(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'motia-web-'))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(root, 'web', file, '..'), { recursive: true })
    await writeFile(join(root, 'web', file), text)
  }
  return root
}

function getOver(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = send(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject).end()
  })
}

/** Everything that is answered to these bytes. */
function speak(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (data) => {
      heard += data
    })
    socket.on('close', () => resolve(heard)).on('error', () => {})
  })
}

describe('the document of the API', () => {
  const openApi = { path: '/openapi.json', document: () => ({ openapi: '3.1.0' }) }

  it('is served at its path, and nowhere if there is none', async () => {
    const { url } = await open([], { openApi })
    const { status, headers, body } = await sendRaw(url, '/openapi.json')
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    expect(JSON.parse(body)).toEqual({ openapi: '3.1.0' })
    expect(await statusOf(await open([]), '/openapi.json')).toBe(404)
  })

  it('leaves its path to a step that wants it', async () => {
    const step = api({ id: 'own', method: 'GET', path: '/openapi.json' }, () => 'own')
    const { url } = await open([step], { openApi })
    expect((await sendRaw(url, '/openapi.json')).body).toBe('"own"')
  })
})
