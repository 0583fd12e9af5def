import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ControlSocket, openControlSocket } from '../supervisor/control-socket.ts'
import { createFakeIo } from './fixtures/fake-io.ts'
import { runProgram } from './program.ts'

let root: string
let server: ControlSocket | undefined
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-openapi-')))
  writeFileSync(join(root, 'package.json'), '{ "name": "shop", "version": "1.2.3" }')
  writeFileSync(join(root, 'motia.config.js'), 'export default {}')
})
afterEach(() => {
  server?.close()
  rmSync(root, { recursive: true })
})

/** A server that runs, and knows these steps. */
async function serve(...steps: object[]): Promise<void> {
  server = await openControlSocket(root, async () => ({ ok: true, value: { steps } }))
}

const STEP = {
  kind: 'api',
  id: 'list',
  file: 'a.ts',
  language: 'node',
  exportName: 'default',
  options: { method: 'GET', path: '/users' },
  triggers: [],
}

describe('motia openapi', () => {
  it('prints the document of the steps that a running server knows', async () => {
    await serve(STEP)
    const io = createFakeIo({ cwd: root })
    await runProgram(['openapi'], io)
    expect(JSON.parse(io.output())).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'shop', version: '1.2.3' },
      servers: [{ url: '/' }],
      paths: { '/users': { get: { operationId: 'list' } } },
    })
    expect([io.errors(), io.exitCode()]).toEqual(['', undefined])
  })

  it('writes it where it is told, and says what its schemas could not be told by', async () => {
    const untold = { $comment: 'npm install zod-to-json-schema' }
    await serve({ ...STEP, querySchema: untold, responseSchemas: { 200: untold } })
    const io = createFakeIo({ cwd: root })
    await runProgram(['openapi', '--out', 'made/api.json', '--server', 'https://api.example.com'], io)
    const written = JSON.parse(readFileSync(join(root, 'made/api.json'), 'utf8'))
    expect(written.servers).toEqual([{ url: 'https://api.example.com' }])
    expect(io.output()).toBe('✓ made/api.json has 1 operation\n')
    expect(io.errors()).toBe('! list: npm install zod-to-json-schema\n')
  })
})
