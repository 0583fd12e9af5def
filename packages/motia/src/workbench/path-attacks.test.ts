/** Attacks by paths on a Workbench in development: none leads out of the project, or to what is kept from view. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { raw } from './fixtures/raw-request.ts'
import { expectRefused } from './fixtures/refused.ts'
import { BEARER, get, useTestWorkbench, world } from './fixtures/test-workbench.ts'

useTestWorkbench()

afterEach(async () => {
  expect(world.sent).toEqual([])
  expect(await get('/api/v1/info')).toMatchObject({ project: 'shop' })
})

describe('paths', () => {
  let outside: string
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'outside-'))
    writeFileSync(join(outside, 'secret.ts'), 'out of reach')
    for (const [name, text] of [
      ['.env', 'KEY=hunter2'],
      ['config.pem', 'hunter2'],
      ['credentials.json', '{"a":"hunter2"}'],
      ['embedded.ts', '-----BEGIN RSA PRIVATE KEY-----\nhunter2'],
      ['binary.ts', 'a\u0000hunter2'],
      ['.motia/a.ts', 'hunter2'],
      ['.git/a.ts', 'hunter2'],
      ['node_modules/a/index.js', 'hunter2'],
    ] as const) {
      mkdirSync(join(world.folder, name, '..'), { recursive: true })
      writeFileSync(join(world.folder, name), text)
    }
    symlinkSync(join(outside, 'secret.ts'), join(world.folder, 'linked.ts'))
    symlinkSync(outside, join(world.folder, 'folder'))
    symlinkSync('.env', join(world.folder, 'innocent.ts'))
  })
  afterEach(() => rmSync(outside, { recursive: true }))

  it.each([
    '../../../../etc/passwd',
    '../outside/secret.ts',
    '..%2f..%2fetc%2fpasswd',
    '%252e%252e%252fetc%252fpasswd',
    '..\\..\\etc\\passwd.ts',
    '/etc/passwd',
    'C:/Windows/a.ts',
    'file:///etc/a.ts',
    'a.ts%00.png',
    'linked.ts',
    'folder/secret.ts',
    'innocent.ts',
    '.env',
    './.env',
    'config.pem',
    'credentials.json',
    'embedded.ts',
    'binary.ts',
    '.motia/a.ts',
    '.git/a.ts',
    'node_modules/a/index.js',
    'NODE_MODULES/a/index.js',
    'motia//a.ts',
    '',
  ])('lead to no file of the machine as a source: %s', async (file) => {
    const query = file.includes('%') ? file : encodeURIComponent(file)
    const { status, text } = await raw(`/api/v1/source?file=${query}`, { headers: BEARER })
    expect([status, JSON.parse(text)]).toEqual([404, { error: 'the project has no such source' }])
  })

  it('lead to the sources of the project', async () => {
    writeFileSync(join(world.folder, 'step.ts'), 'export const a = 1')
    expect(await get('/api/v1/source?file=step.ts')).toMatchObject({ language: 'typescript', isCut: false })
    writeFileSync(join(world.folder, 'long.py'), 'é'.repeat(300_000))
    expect(await get('/api/v1/source?file=long.py')).toMatchObject({ language: 'python', isCut: true })
  })

  it.each([
    '/../../etc/passwd',
    '/assets/../../server.ts',
    '/..%2f..%2fserver.ts',
    '/%00',
    '/.env',
    '//evil.example',
  ])('lead to nothing but the page: %s', async (path) => {
    const { text } = await raw(path)
    expect(text).toMatch(/the page/)
    expect(text).not.toMatch(/hunter2|root:|createServer/)
  })

  it.each([
    ['/api/v1/steps/..%2f..%2fetc%2fpasswd/source', 404],
    ['/api/v1/steps/%00/source', 404],
    ['/api/v1/runs/..%2f..%2fx', 404],
    ['/api/v1/state/..%2f../%00', 404],
    ['/api/v1/errors/__proto__', 404],
    ['/api/v1/runs/%E0%A4%A', 400],
    ['/api/v1/../../info', 404],
    ['/api/v1/%69nfo/', 404],
    [`/api/v1/runs?text=${'x'.repeat(501)}`, 400],
    [`/api/v1/runs?step=${'x'.repeat(5_001)}`, 400],
    [`/api/v1/info?${'x'.repeat(16_000)}`, 414],
    ['/api/v1/runs?limit=1e9', 400],
    ['/api/v1/runs?limit=1001', 400],
    ['/api/v1/runs?limit=-1', 400],
    ['/api/v1/runs?from=0x10', 400],
    ['/api/v1/runs?before=eyJydW4iOnt9fQ', 400],
    ['/api/v1/runs?before=%00', 400],
    ['/api/v1/runs?status=__proto__', 400],
    ['/api/v1/metrics?window=constructor', 400],
    ['/api/v1/logs?before=99999999999999999999', 400],
  ])('and queries that make no sense are refused: %s', (path, status) =>
    expectRefused(raw(path, { headers: BEARER }), status),
  )

  it('that name another server are refused', async () => {
    expect((await raw('http://evil.example/api/v1/info', { headers: BEARER })).status).toBe(400)
  })
})
