import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { api, HttpError } from '@motia/core'
import type { ApiRequest } from '@motia/core/context'
import type { UploadedFile, UploadOption } from '@motia/core/upload'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openServer, type ServerShape, sendRaw, type TestServer } from '../fixtures/open-server.ts'
import { sweepUploads } from './uploads.ts'

const opened: TestServer[] = []
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-uploads-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
  rmSync(root, { recursive: true })
})

const folder = () => join(root, '.motia/uploads')
const stored = () => (existsSync(folder()) ? readdirSync(folder()) : [])

async function open(
  handler: (request: ApiRequest) => unknown = ({ body }) => body,
  { upload = true, ...shape }: ServerShape & { upload?: UploadOption; bodyLimit?: number } = {},
): Promise<TestServer> {
  const step = api({ id: 'upload', method: 'POST', path: '/', upload }, handler)
  const test = await openServer([step], { root, ...shape })
  opened.push(test)
  return test
}
const post = async (url: string, form: FormData) => {
  const answer = await fetch(url, { method: 'POST', body: form })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** A body as it is on the wire; lines end in CRLF. */
const multipart = (...lines: string[]) => lines.join('\r\n')
const part = (head: string, text = 'x') => multipart('--B', head, '', text, '')
const FILE = 'content-disposition: form-data; name="file"; filename="a.txt"'
async function sendParts(url: string, body: string | Buffer, type = 'multipart/form-data; boundary=B') {
  const answer = await sendRaw(url, '/', { method: 'POST', headers: { 'content-type': type }, body })
  return { status: answer.status, body: JSON.parse(answer.body) }
}

function formOf(entries: Record<string, string | Blob | (string | Blob)[]>): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(entries))
    for (const value of [values].flat()) form.append(name, value)
  return form
}

describe('a form with files', () => {
  it('is fields as text and files on disk, in the order they came', async () => {
    const { url } = await open()
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45])
    const { status, body } = await post(
      url,
      formOf({
        title: '안녕 "😀"',
        tag: ['a', 'b'],
        photo: new File([bytes], '사진 "1".png', { type: 'image/png' }),
        docs: [new File(['one'], 'one.txt', { type: 'text/plain' }), new File(['two!'], 'two', { type: '' })],
      }),
    )
    expect([status, body]).toEqual([
      200,
      {
        title: '안녕 "😀"',
        tag: ['a', 'b'],
        photo: { name: '사진 "1".png', type: 'image/png', size: 6, path: expect.stringContaining(folder()) },
        docs: [
          { name: 'one.txt', type: 'text/plain', size: 3, path: expect.any(String) },
          { name: 'two', type: 'application/octet-stream', size: 4, path: expect.any(String) },
        ],
      },
    ])
    const [one, two] = body.docs as UploadedFile[]
    expect(readFileSync((body.photo as UploadedFile).path)).toEqual(bytes)
    expect(readFileSync(one?.path ?? '', 'utf8')).toBe('one')
    expect(readFileSync(two?.path ?? '', 'utf8')).toBe('two!')
    expect(statSync((body.photo as UploadedFile).path).mode & 0o077).toBe(0)
  })

  it('is not held in memory', async () => {
    const { url } = await open(({ body }) => body.file.size, { upload: { maxFileSize: 300 * 1024 ** 2 } })
    const megabytes = 200
    async function* pieces() {
      yield `--B\r\n${FILE}\r\n\r\n`
      const piece = Buffer.alloc(1024 ** 2)
      for (let n = 0; n < megabytes; n++) {
        most = Math.max(most, process.memoryUsage().rss)
        yield piece
      }
      yield '\r\n--B--\r\n'
    }
    const before = process.memoryUsage().rss
    let most = 0
    const headers = { 'content-type': 'multipart/form-data; boundary=B' }
    const sent = httpRequest(url, { method: 'POST', headers })
    const answered = once(sent, 'response')
    await pipeline(pieces, sent)
    const [response] = await answered
    expect(await text(response)).toBe(String(megabytes * 1024 ** 2))
    expect((most - before) / 1024 ** 2).toBeLessThan(megabytes / 2)
  })

  it('may be empty, of nothing chosen, or of empty files', async () => {
    const { url } = await open()
    expect(await sendParts(url, '--B--\r\n')).toEqual({ status: 200, body: {} })
    const nothing = `${part('content-disposition: form-data; name="file"; filename=""', '')}--B--`
    expect(await sendParts(url, nothing)).toEqual({ status: 200, body: {} })
    expect((await post(url, formOf({ file: new File([], 'empty') }))).body.file).toMatchObject({ size: 0 })
  })

  it('is what the schema of the body checks, and its files go if it does not hold', async () => {
    const schema = { body: z.object({ file: z.object({ size: z.number().max(3), path: z.string() }) }) }
    const step = api(
      { id: 'a', method: 'POST', path: '/', upload: true, schema },
      ({ body }) => body.file.size,
    )
    const test = await openServer([step], { root })
    opened.push(test)
    expect(await post(test.url, formOf({ file: new Blob(['abc']) }))).toEqual({ status: 200, body: 3 })
    expect(stored()).toHaveLength(1)
    expect((await post(test.url, formOf({ file: new Blob(['abcd']) }))).body.issues).toMatchObject([
      { in: 'body', path: 'file.size' },
    ])
    await vi.waitFor(() => expect(stored()).toHaveLength(1))
  })
})

describe('files', () => {
  it('stay for the runs that the request triggered', async () => {
    const { url } = await open(() => undefined)
    await fetch(url, { method: 'POST', body: formOf({ file: new Blob(['x']) }) })
    expect(stored()).toHaveLength(1)
  })

  it.each([
    ['an error', () => Promise.reject(new Error('failed')), 500],
    ['an HttpError', () => Promise.reject(new HttpError(409)), 409],
    ['an answer that cannot be sent', () => ({ status: 200, headers: { 'a b': '1' }, body: 1 }), 500],
  ])('go with a request that ended in %s', async (_name, handler, status) => {
    const { url } = await open(handler)
    expect((await fetch(url, { method: 'POST', body: formOf({ file: new Blob(['x']) }) })).status).toBe(
      status,
    )
    await vi.waitFor(() => expect(stored()).toEqual([]))
  })

  it('go when the client leaves before all of them have come', async () => {
    const handler = vi.fn()
    const { url } = await open(handler)
    const socket = connect(Number(new URL(url).port))
    socket.write(
      multipart(
        'POST / HTTP/1.1',
        'host: a',
        'content-length: 90000',
        'content-type: multipart/form-data; boundary=B',
        '',
      ),
    )
    socket.write(`\r\n${multipart('--B', FILE, '', '')}${'x'.repeat(50_000)}`)
    await vi.waitFor(() => expect(stored()).toHaveLength(1))
    socket.destroy()
    await vi.waitFor(() => expect(stored()).toEqual([]))
    expect(handler).not.toHaveBeenCalled()
  })

  it('go when they are old', async () => {
    const { url } = await open()
    for (const _ of [1, 2]) await post(url, formOf({ file: new Blob(['x']) }))
    const [old = ''] = stored()
    utimesSync(join(folder(), old), 1, 1)
    await sweepUploads(folder(), Date.now() - 1000)
    expect(stored()).toHaveLength(1)
    expect(stored()).not.toContain(old)
    await sweepUploads(join(root, 'nowhere'), Date.now())
  })
})

describe('a form is refused', () => {
  it.each<[string, string, number, UploadOption?]>([
    ['without an end', part(FILE), 400],
    ['in the middle of a header', multipart('--B', 'content-disp'), 400],
    ['without a part', 'nothing of the kind', 400],
    ['when a part has no header', multipart('--B', '--B--', ''), 400],
    ['when a part has no name', `${part('content-disposition: form-data; filename="a"')}--B--`, 400],
    ['when a part has no disposition', `${part('content-type: text/plain')}--B--`, 400],
    ['when a part is an attachment', `${part('content-disposition: attachment; name="a"')}--B--`, 400],
    ['when a name is not closed', `${part('content-disposition: form-data; name="a')}--B--`, 400],
    ['when a header is too long', `${part(`x: ${'y'.repeat(9000)}\r\n${FILE}`)}--B--`, 400],
    ['when headers are too many', `${part(`${'x: y\r\n'.repeat(50)}${FILE}`)}--B--`, 400],
    [
      'when a name poisons prototypes',
      `${part('content-disposition: form-data; name="__proto__"')}--B--`,
      400,
    ],
    ['when a part is encoded', `${part(`${FILE}\r\ncontent-transfer-encoding: base64`)}--B--`, 415],
    [
      'when a field is in another charset',
      `${part('content-disposition: form-data; name="a"\r\ncontent-type: text/plain; charset=euc-kr')}--B--`,
      415,
    ],
    ['when files are not taken', `${part(FILE)}--B--`, 415, false],
    ['when files are too many', `${part(FILE)}${part(FILE)}--B--`, 413, { maxFiles: 1 }],
    ['when a file is too large', `${part(FILE, 'x'.repeat(11))}--B--`, 413, { maxFileSize: 10 }],
    [
      'when fields are too large',
      `${part('content-disposition: form-data; name="a"', 'x'.repeat(3000))}--B--`,
      413,
    ],
    ['when parts are too many', `${part('content-disposition: form-data; name="a"').repeat(1001)}--B--`, 413],
  ])('%s', async (_name, body, status, upload = true) => {
    const handler = vi.fn()
    const bodyLimit = status === 413 && body.length < 10_000 ? 2000 : 1_000_000
    const { url } = await open(handler, { upload, bodyLimit })
    const answer = await sendParts(url, body)
    expect(answer).toEqual({ status, body: { error: expect.any(String), message: expect.any(String) } })
    expect(handler).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(stored()).toEqual([]))
  })

  it.each([
    ['multipart/form-data'],
    ['multipart/form-data; boundary='],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`],
  ])('by the type %s, which names no boundary', async (type) => {
    const { url } = await open()
    expect((await sendParts(url, '--B--', type)).status).toBe(400)
  })

  it('when it is far too large, so that the client learns it', async () => {
    const { url } = await open(undefined, { upload: { maxFileSize: 1000 } })
    const form = formOf({ file: new Blob([new Uint8Array(30 * 1024 ** 2)]) })
    expect((await post(url, form)).status).toBe(413)
    expect(stored()).toEqual([])
  })
})

describe('the name of a file', () => {
  it.each([
    ['filename="../../etc/passwd"', 'passwd'],
    ['filename="C:\\fakepath\\a.txt"', 'a.txt'],
    ['filename="a%22b.txt"', 'a"b.txt'],
    ['filename="a\\"b\\\\c"', 'c'],
    ['filename="x"; filename*=UTF-8\'\'%ED%99%8D.txt', '홍.txt'],
    ['filename=bare.txt', 'bare.txt'],
    ['filename="홍.txt"', '홍.txt'],
    ['filename=".env"', '.env'],
  ])('%s is %s, and no part of the path', async (parameter, name) => {
    const { url } = await open()
    const body = `${part(`content-disposition: form-data; name="file"; ${parameter}`)}--B--`
    const { body: answer } = await sendParts(url, Buffer.from(body))
    expect(answer.file).toMatchObject({ name, size: 1 })
    expect(answer.file.path.slice(folder().length)).toMatch(/^\/[0-9a-f-]{36}\/1$/)
  })

  it.each(['..', '.', 'a\0b', 'a\tb', 'x'.repeat(1001), 'dir/'])('%j is refused', async (name) => {
    const { url } = await open()
    const head = `content-disposition: form-data; name="file"; filename="${name}"`
    expect((await sendParts(url, `${part(head)}--B--`)).status).toBe(400)
  })

  it('is told in time that grows with its length', async () => {
    const { url } = await open()
    const began = performance.now()
    const head = `content-disposition: form-data; name="file"; filename="${'\\'.repeat(6000)}`
    expect((await sendParts(url, `${part(head)}--B--`)).status).toBe(400)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

it('a file that cannot be stored is answered with 503, in words, and the cause is told to telemetry', async () => {
  writeFileSync(join(root, '.motia'), 'in the way')
  const test = await open()
  const body = { error: 'Service Unavailable', message: 'a file could not be stored' }
  expect(await post(test.url, formOf({ file: new File(['x'], 'x.txt') }))).toEqual({ status: 503, body })
  expect(test.events).toMatchObject([
    { status: 503, failure: { message: expect.stringContaining('ENOTDIR') } },
  ])
})
