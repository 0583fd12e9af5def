import { once } from 'node:events'
import { connect } from 'node:net'
import { api } from '@motia/core'
import { afterEach, describe, expect, it } from 'vitest'
import { openServer, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

const step = api({ id: 'step', method: 'GET', path: '/a/:id' }, ({ url, path, headers, query }) => ({
  ...{ url, path, query, host: headers.host, last: headers['x-last'] },
}))

/** The status, and the body as a value. */
async function send(line: string, ...headers: string[]): Promise<[number, unknown]> {
  const test = await openServer([step])
  opened.push(test)
  const socket = connect({ port: Number(new URL(test.url).port), host: '127.0.0.1' }).setEncoding('latin1')
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  socket.write(`${[line, ...headers, 'connection: close'].join('\r\n')}\r\n\r\n`)
  await once(socket, 'end')
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return [Number(head.split(' ')[1]), body === '' ? undefined : JSON.parse(body)]
}
const get = (target: string, ...headers: string[]) => send(`GET ${target} HTTP/1.1`, ...headers)
const refused = (message: string) => [400, { error: 'Bad Request', message }]

describe('the host of a request', () => {
  it('is named once: twice is refused, even if it is the same', async () => {
    const twice = refused('the request names more than one host')
    expect(await get('/a/1', 'host: a', 'Host: b')).toEqual(twice)
    expect(await get('/a/1', 'host: a', 'x-own: 1', 'HOST: a')).toEqual(twice)
  })

  it.each(['a b', 'a/b', 'u@b', 'a:b', 'a, b', '[::1', 'a:80:80', 'é', 'a?b', 'a#b', '<a>', 'a:123456'])(
    'is refused if it is none: %s',
    async (host) => {
      expect(await get('/a/1', `host: ${host}`)).toEqual(refused('the host that the request names is none'))
    },
  )

  it.each(['localhost', 'a.example:8080', '[::1]:80', '127.0.0.1', 'a_b', 'a%20b', 'a:', ''])(
    'may be %s',
    async (host) => {
      expect(await get('/a/1', `host: ${host}`)).toMatchObject([200, { host }])
    },
  )

  it('need not be named by HTTP/1.0', async () => {
    expect((await send('GET /a/1 HTTP/1.0'))[0]).toBe(200)
  })
})

describe('the target of a request', () => {
  it('is the path, whoever names the server before it', async () => {
    const seen = { url: '/a/1?b=c', path: '/a/1', query: { b: 'c' }, host: 'b.example:80' }
    expect(await get('http://b.example:80/a/1?b=c', 'host: a')).toEqual([200, seen])
    expect((await get('http://b.example?b=c', 'host: a'))[1]).toMatchObject({
      message: 'no step answers GET /',
    })
  })

  it.each([
    'ftp://a/a/1',
    'http://u@a/a/1',
    'http:///a/1',
    'http://a b/a/1'.replace(' ', '%'),
    '*',
    'http://a/a/1#b',
  ])('is refused if it is no path: %s', async (target) => {
    expect(await get(target, 'host: a')).toEqual(refused('the target of the request is no path'))
  })

  it('has no fragment, which would be a part of the path to some and not to others', async () => {
    expect(await get('/a/1#b', 'host: a')).toEqual(refused('the target of the request holds a "#"'))
  })

  it('may be the server as a whole, to be asked for its options', async () => {
    expect(await send('OPTIONS * HTTP/1.1', 'host: a')).toEqual([204, undefined])
  })
})

describe('the headers of a request', () => {
  it('are all there, however many they are', async () => {
    const many = Array.from({ length: 2500 }, () => 'a:')
    expect(await get('/a/1', 'host: a', ...many, 'x-last: 1')).toMatchObject([200, { last: '1' }])
  })
})
