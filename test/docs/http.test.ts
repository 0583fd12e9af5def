/** The snippets of docs/http.md, as one project that is compiled, loaded and asked. */
import { createHmac } from 'node:crypto'
import type { Step } from '@motia/core/step'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileProject } from '../../packages/motia/src/discovery/compile.ts'
import {
  createTempProject,
  type TempProject,
} from '../../packages/motia/src/discovery/fixtures/temp-project.ts'
import { loadFiles } from '../../packages/motia/src/discovery/load.ts'
import { openServer, type TestServer, toRoute } from '../../packages/motia/src/server/fixtures/open-server.ts'
import { readCodeBlocks, readSections } from './page.ts'

const SECRET = 'of the test'
let project: TempProject
let server: TestServer

beforeAll(async () => {
  for (const name of ['STRIPE_WEBHOOK', 'GITHUB_WEBHOOK', 'SLACK']) process.env[`${name}_SECRET`] = SECRET
  const code = readSections('docs/http.md').flatMap((section) => readCodeBlocks(section, 'ts'))
  const files = Object.fromEntries(code.map((text) => [/^\/\/ (\S+)\n/.exec(text)?.[1] ?? 'no file', text]))
  expect(Object.keys(files)).not.toContain('no file')
  project = await createTempProject(files)
  const manifest = await compileProject({ root: project.root })
  const { steps, mistakes } = await loadFiles(project.root, manifest.files)
  expect([...manifest.mistakes, ...mistakes]).toEqual([])
  server = await openServer([], { root: project.root })
  const routed = steps.filter(({ step }) => step.kind === 'api')
  await server.server.replaceRoutes(routed.map(({ step }) => toRoute(step as Step<'api'>)))
})

afterAll(async () => {
  await server?.server.close()
  project?.dispose()
})

const ask = (path: string, init?: RequestInit) =>
  fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
const post = (path: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body, headers })
const triggered = () =>
  server.commits.at(-1)?.effects.triggers.map(({ target, payload }) => [target, JSON.parse(payload)])

it('a form is read, and its sender sent on', async () => {
  const form = new URLSearchParams({ email: 'a@example.com', topics: 'news' })
  const answer = await post('/subscribe', form)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/thanks'])
  expect(triggered()).toEqual([['welcome', { email: 'a@example.com', topics: ['news'] }]])
  expect((await post('/subscribe', new URLSearchParams({ email: 'a' }))).status).toBe(400)
})

it('a file is handed on as data', async () => {
  const form = new FormData()
  form.append('title', 'lines')
  form.append('file', new File(['one\ntwo'], 'lines.txt', { type: 'text/plain' }))
  expect(await (await post('/documents', form)).json()).toEqual({ name: 'lines.txt', size: 7 })
  const path = expect.stringContaining('.motia/uploads')
  expect(triggered()).toEqual([
    ['count-lines', { file: { name: 'lines.txt', type: 'text/plain', size: 7, path } }],
  ])
})

it('webhooks are taken if they are signed', async () => {
  const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex')
  const body = '{"id":"1"}'
  const now = String(Math.floor(Date.now() / 1000))
  const json = { 'content-type': 'application/json' }
  const headers: Record<string, Record<string, string>> = {
    stripe: { 'stripe-signature': `t=${now},v1=${sign(`${now}.${body}`)}` },
    github: { 'x-hub-signature-256': `sha256=${sign(body)}`, 'x-github-delivery': '1' },
    slack: { 'x-slack-request-timestamp': now, 'x-slack-signature': `v0=${sign(`v0:${now}:${body}`)}` },
  }
  for (const [name, signed] of Object.entries(headers)) {
    expect([name, (await post(`/${name}`, body, { ...json, ...signed })).status]).toEqual([name, 204])
    expect([name, (await post(`/${name}`, '{"id":"2"}', { ...json, ...signed })).status]).toEqual([name, 401])
  }
})

it('a session is kept in a cookie', async () => {
  const answer = await post('/login', '{"name":"Ada"}', { 'content-type': 'application/json' })
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^session=[\w-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/)
  expect((await ask('/me')).status).toBe(401)
  expect(
    (await post('/logout', null, { cookie: cookie.split(';')[0] ?? '' })).headers.getSetCookie()[0],
  ).toContain('Max-Age=0')
})

it('events come from where the client was', async () => {
  const whole = await (await ask('/countdown')).text()
  expect(whole).toBe(
    `${[3, 2, 1].map((n) => `event: tick\nid: ${n}\ndata: {"left":${n}}\n\n`).join('')}data: go\n\n`,
  )
  const rest = await (await ask('/countdown', { headers: { 'last-event-id': '2' } })).text()
  expect(rest).toBe('event: tick\nid: 1\ndata: {"left":1}\n\ndata: go\n\n')
})
