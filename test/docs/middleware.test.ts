/** The snippets of docs/middleware.md, as one project that is compiled, loaded and asked. */
import { symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Step } from '@motia/core/step'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileProject } from '../../packages/motia/src/discovery/compile.ts'
import {
  createTempProject,
  type TempProject,
} from '../../packages/motia/src/discovery/fixtures/temp-project.ts'
import { loadFiles } from '../../packages/motia/src/discovery/load.ts'
import {
  loadMiddleware,
  loadPlugin,
  middlewareOf,
} from '../../packages/motia/src/discovery/load-middleware.ts'
import {
  openServer,
  sendRaw,
  type TestServer,
  toRoute,
} from '../../packages/motia/src/server/fixtures/open-server.ts'
import { readCodeBlocks, readSections } from './page.ts'

const SECRET = 'a secret of the test, long enough'
let project: TempProject
let server: TestServer

beforeAll(async () => {
  process.env.JWT_SECRET = SECRET
  const code = readSections('docs/middleware.md').flatMap((section) => readCodeBlocks(section, 'ts'))
  const files = Object.fromEntries(code.map((text) => [/^\/\/ (\S+)\n/.exec(text)?.[1] ?? 'no file', text]))
  expect(Object.keys(files)).not.toContain('no file')
  project = await createTempProject(files)
  for (const name of ['jose', '@fastify/helmet']) install(name)
  const manifest = await compileProject({ root: project.root })
  const { steps, mistakes } = await loadFiles(project.root, manifest.files)
  const { middleware, mistakes: more } = await loadMiddleware(project.root, manifest.middleware)
  expect([...manifest.mistakes, ...mistakes, ...more]).toEqual([])
  const plugin = await loadPlugin(project.root, manifest.fastify ?? { source: '' })
  server = await openServer([], { around: { plugin: { file: 'fastify.ts', plugin } } })
  const routes = steps.map(({ step, descriptor }) =>
    toRoute(step as Step<'api'>, middlewareOf(descriptor.file, middleware)),
  )
  await server.server.replaceRoutes(routes)
})

afterAll(async () => {
  await server?.server.close()
  project?.dispose()
})

function install(name: string): void {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  const link = join(project.root, 'node_modules', name)
  project.write({ [`node_modules/${dirname(name)}/.keep`]: '' })
  symlinkSync(folder, link)
}

const sign = (key: string) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('user 7')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(key))

const askMe = (authorization?: string) =>
  sendRaw(server.url, '/account/me', { headers: authorization ? { authorization } : {} })

it('lets in who has a token of ours, and tells the handler who it is', async () => {
  const answer = await askMe(`Bearer ${await sign(SECRET)}`)
  expect(answer).toMatchObject({ status: 200, body: '{"id":"user 7"}' })
  expect(answer.headers['server-timing']).toMatch(/^app;dur=\d+$/)
})

it.each([
  ['no token', async () => undefined, 'Bearer'],
  ['another scheme', async () => 'Basic YTpi', 'Bearer'],
  [
    'another key',
    async () => `Bearer ${await sign('another secret, long enough too')}`,
    'Bearer error="invalid_token"',
  ],
  ['no JWT', async () => 'Bearer abc', 'Bearer error="invalid_token"'],
])('refuses who has %s', async (_, make, challenge) => {
  const answer = await askMe(await make())
  expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, challenge])
})

it('limits who has the same key', async () => {
  const ask = (key: string) => sendRaw(server.url, '/search', { headers: { 'x-api-key': key } })
  const statuses = await Promise.all(Array.from({ length: 31 }, async () => (await ask('a')).status))
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  expect((await ask('b')).status).toBe(200)
})

it('has headers and routes of its plugin', async () => {
  const { headers } = await askMe()
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-request-id': expect.any(String) })
  expect((await sendRaw(server.url, '/robots.txt')).body).toContain('Disallow')
})
