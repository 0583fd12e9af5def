import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { raw } from './fixtures/raw-request.ts'
import { useTestWorkbench, world } from './fixtures/test-workbench.ts'

const folder = mkdtempSync(join(tmpdir(), 'page-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(
  join(folder, 'index.html'),
  '<meta name="csp-nonce" content="__NONCE__"><title>Workbench</title>',
)
writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
writeFileSync(join(folder, 'assets/main-abc.js'), 'run()')
writeFileSync(join(folder, 'assets/main-abc.js.gz'), gzipSync('run()'))
writeFileSync(join(folder, 'assets/secret.key'), 'not to be served')
afterAll(() => rmSync(folder, { recursive: true }))

useTestWorkbench({ pageFolder: folder })

const load = (path: string, headers: Record<string, string> = {}) => fetch(world.base + path, { headers })

describe('the page of the Workbench', () => {
  it('is HTML that runs nothing but its own files, and styles that know the nonce', async () => {
    const response = await load('/')
    const [, nonce] = /content="([\w-]{22})"/.exec(await response.text()) ?? []
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-")
    expect(policy).toContain(`'nonce-${nonce}'`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await (await load('/')).text()).not.toContain(nonce)
  })

  it.each(['/runs/abc', '/index.html', '/flow', '/a/b.c', '/%2e%2e/x'])(
    'is what %s leads to',
    async (path) => {
      const response = await load(path)
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Workbench')])
    },
  )

  it('has files that browsers keep for good, as their names change with them', async () => {
    const response = await load('/assets/main-abc.js', { 'accept-encoding': 'identity' })
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.text()).toBe('run()')
    expect((await load('/favicon.svg')).headers.get('cache-control')).toBe('no-cache')
  })

  it('sends what was compressed beforehand to who takes it', async () => {
    const response = await load('/assets/main-abc.js', { 'accept-encoding': 'br, gzip' })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('vary')).toContain('accept-encoding')
    expect(await response.text()).toBe('run()')
    const refusing = await load('/assets/main-abc.js', { 'accept-encoding': 'gzip;q=0' })
    expect(refusing.headers.get('content-encoding')).toBeNull()
  })

  it.each(['/assets/none.js', '/assets/secret.key', '/assets/../../page.ts', '/assets/%2e%2e/index.html'])(
    'has no %s',
    async (path) => {
      const { status, text } = await raw(path)
      expect([status, text]).toEqual([404, expect.stringContaining('the page has no such file')])
    },
  )

  it('takes GET and HEAD', async () => {
    expect((await fetch(`${world.base}/`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${world.base}/`, { method: 'POST' })).status).toBe(405)
  })

  it('is not taken for the API', async () => {
    for (const path of ['/api', '/api/', '/api/v2/info', '/api/info']) {
      expect([path, (await load(path)).headers.get('content-type')]).toEqual([
        path,
        'application/json; charset=utf-8',
      ])
    }
  })
})
