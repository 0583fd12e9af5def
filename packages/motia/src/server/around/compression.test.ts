import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { api, response } from '@motia/core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openServer, type ServerShape, type TestServer } from '../fixtures/open-server.ts'
import { chooseEncoding } from './compression.ts'

const opened: TestServer[] = []
const folder = mkdtempSync(join(tmpdir(), 'motia-compression-'))
mkdirSync(join(folder, 'web'))
writeFileSync(join(folder, 'web/page.js'), 'export const page = 1\n'.repeat(1000))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

const LONG = { text: '안녕 '.repeat(2000) }

async function open(
  handler: () => unknown,
  shape: ServerShape = { around: { compression: { threshold: 1024 } } },
) {
  const step = api({ id: 'step', method: 'GET', path: '/' }, handler as never)
  const test = await openServer([step], { root: folder, ...shape })
  opened.push(test)
  return test
}

function get({ url }: TestServer, accepted?: string, path = '/', method = 'GET') {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>(
    (resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers, agent: false }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
        )
      })
      sent.on('error', reject).end()
    },
  )
}

describe('compression', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('gives %s to who takes it', async (encoding, open_) => {
    const { headers, bytes } = await get(await open(() => LONG), encoding)
    expect(headers).toMatchObject({
      'content-encoding': encoding,
      vary: 'accept-encoding',
      'content-length': String(bytes.length),
      'content-type': 'application/json; charset=utf-8',
    })
    expect(JSON.parse(open_(bytes).toString())).toEqual(LONG)
    expect(bytes.length).toBeLessThan(1000)
  })

  it('gives the answer as it is to who takes nothing, and says that it depends', async () => {
    const { headers, bytes } = await get(await open(() => LONG))
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'accept-encoding'])
    expect(JSON.parse(bytes.toString())).toEqual(LONG)
  })

  it('is off unless configured', async () => {
    const { headers } = await get(await open(() => LONG, {}), 'gzip')
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined])
  })

  it.each<[string, () => unknown]>([
    ['small', () => ({ a: 1 })],
    ['no text', () => response(200, Buffer.alloc(5000), { 'content-type': 'image/png' })],
    [
      'encoded already',
      () => response(200, 'x'.repeat(5000), { 'content-type': 'text/plain', 'content-encoding': 'zstd' }),
    ],
    ['not to be changed', () => response(200, LONG, { 'cache-control': 'public, no-transform' })],
    ['a part', () => response(206, LONG)],
    ['nothing', () => undefined],
    ['events', () => response(200, 'data: 1\n\n'.repeat(1000), { 'content-type': 'text/event-stream' })],
    [
      'random',
      () =>
        response(200, Buffer.from(Array.from({ length: 2000 }, () => Math.random() * 256)), {
          'content-type': 'application/json',
        }),
    ],
  ])('leaves alone what is %s', async (_, handler) => {
    const { headers } = await get(await open(handler), 'gzip, br')
    expect(['gzip', 'br']).not.toContain(headers['content-encoding'])
  })

  it('leaves alone what comes in pieces', async () => {
    const { headers, bytes } = await get(
      await open(() =>
        response(
          200,
          (async function* () {
            yield 'a'.repeat(5000)
          })(),
          { 'content-type': 'text/plain' },
        ),
      ),
      'gzip',
    )
    expect([headers['content-encoding'], bytes.length]).toEqual([undefined, 5000])
  })

  it('sends no body for HEAD', async () => {
    const { headers, bytes } = await get(await open(() => LONG), 'gzip', '/', 'HEAD')
    expect([headers['content-encoding'], bytes.length]).toEqual([undefined, 0])
  })

  it('makes a strong tag a weak one, and adds to what answers depend on', async () => {
    const handler = () => response(200, LONG, { etag: '"1"', vary: 'cookie' })
    const { headers } = await get(await open(handler), 'gzip')
    expect(headers).toMatchObject({ etag: 'W/"1"', vary: 'cookie, accept-encoding' })
  })

  it('compresses the files of web/', async () => {
    const { headers, bytes } = await get(await open(() => 1), 'gzip', '/page.js')
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(bytes).toString()).toContain('export const page')
  })

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['*', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP;Q=1', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['br;q=0, *', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['zstd, deflate', undefined],
    ['br;q=oops', undefined],
    [';;,,', undefined],
  ])('for "%s" chooses %s', (accepted, expected) => {
    expect(chooseEncoding(accepted)).toBe(expected)
  })
})
