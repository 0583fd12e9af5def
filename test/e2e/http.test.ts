/** Bodies of every kind, files that outlive their request, and answers other than JSON, in the app and in a worker. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('http')
  server = await startServer(project)
  await waitFor('the steps in Python', async () => (await post('/python', 'x', 'text/plain')).status === 200)
})
afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const send = (path: string, init: RequestInit) =>
  fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
const post = (path: string, body: BodyInit | null, type?: string, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', body, headers: { ...(type && { 'content-type': type }), ...headers } })
const folders = () => {
  const folder = join(project.folder, '.motia/uploads')
  return existsSync(folder) ? readdirSync(folder).length : 0
}
function formOf(title: string, text: string): FormData {
  const form = new FormData()
  form.append('title', title)
  form.append('file', new File([text], '메모.txt', { type: 'text/plain' }))
  return form
}

describe('a body', () => {
  it('S161: above 1 MB is answered by 413, or taken as a file, which runs of every language read later', async () => {
    expect((await post('/size', 'x'.repeat(1024 ** 2), 'text/plain')).status).toBe(200)
    expect((await post('/size', 'x'.repeat(1024 ** 2 + 1), 'text/plain')).status).toBe(413)
    const answer = await post('/files', formOf('large', 'x'.repeat(2 * 1024 ** 2)))
    expect([answer.status, await answer.json()]).toEqual([200, { title: 'large', size: 2 * 1024 ** 2 }])
    expect((await post('/files', formOf('too large', 'x'.repeat(11 * 1024 ** 2)))).status).toBe(413)
    const before = folders()
    expect((await post('/files', formOf('small', 'hello'))).status).toBe(200)
    const read = { 'read-here': 'HELLO', 'read-in-python': 'hello in Python' }
    for (const [step, result] of Object.entries(read))
      await waitFor(`${step} to have read the file`, async () => {
        const [last] = await server.workbench.runs({ step })
        return last && (await server.workbench.run(last.runId)).run.result === result
      })
    expect(folders()).toBe(before + 1)
  })

  it('S161: of bytes, forms and texts reaches handlers in the app and in workers alike', async () => {
    expect(await (await post('/size', new Uint8Array(300), 'image/png')).json()).toBe(300)
    expect(await (await post('/python', new Uint8Array([255, 0]), 'image/png')).json()).toEqual({ bytes: 2 })
    const form = await post('/python', new URLSearchParams({ a: '1 2' }), undefined, {
      cookie: 'c=%ED%99%8D',
    })
    expect(await form.json()).toEqual({ body: { a: '1 2' }, cookies: { c: '홍' } })
    expect(form.headers.getSetCookie()).toEqual(['p=1; Path=/; HttpOnly; SameSite=Lax'])
    expect(await (await post('/python', 'text', 'text/plain')).json()).toMatchObject({ body: 'text' })
    expect(await (await post('/python', formOf('a', 'hello'))).json()).toEqual({ file: '메모.txt', size: 5 })
  })

  it('of a request that fails leaves no file', async () => {
    const before = folders()
    expect((await post('/files', formOf('refuse me', 'hello'))).status).toBe(500)
    await waitFor('the file to be gone', () => folders() === before)
  })
})

describe('an answer', () => {
  const get = (kind: string, headers: Record<string, string> = {}) => send(`/answers/${kind}`, { headers })

  it('S162: has a status, cookies, headers, a place to go or events, as the handler says', async () => {
    const cookies = await get('cookies', { cookie: 'a=%ED%99%8D' })
    expect([cookies.status, await cookies.json()]).toEqual([202, { a: '홍' }])
    expect(cookies.headers.getSetCookie()).toHaveLength(2)
    expect((await get('cors')).headers.get('access-control-allow-origin')).toBe('https://a.example')
    const redirected = await get('redirect')
    expect([redirected.status, redirected.headers.get('location')]).toEqual([303, '/elsewhere'])
    const events = await get('events')
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(await events.text()).toBe('id: 1\ndata: {"n":1}\n\ndata: last\n\n')
  })
})
