/** Api steps over HTTP: what a handler gets, what its client gets, and what never reaches it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('api')
  server = await startServer(project)
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

const hong = { name: '홍길동', email: 'hong@example.com', role: 'user' }

describe('what an api handler gets', () => {
  it('S28 S34: the body of its method and path, and answers with what it returned, as JSON in UTF-8', async () => {
    const answer = await server.request('POST', '/members', hong)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.body).toEqual({ success: true, member: { ...hong, id: expect.stringMatching(/^\w+$/) } })
  })

  it('S27 S30: the parsed body: defaults filled in, unknown keys gone', async () => {
    const { role: _, ...withoutRole } = hong
    const answer = await server.request('POST', '/members', { ...withoutRole, isRoot: true })
    expect(answer.body.member).toEqual({ ...withoutRole, role: 'user', id: expect.any(String) })
  })

  it('S35 D6: parameters, query, headers, method and path', async () => {
    const path = '/teams/red%20one/members/7?tag=a&tag=b&page=2'
    const { body } = await server.request('GET', path, undefined, { 'x-colour': 'green' })
    expect(body).toEqual({
      params: { team: 'red one', id: '7' },
      query: { tag: ['a', 'b'], page: '2' },
      header: 'green',
      method: 'GET',
      path: '/teams/red%20one/members/7',
      url: path,
    })
  })

  it('S95: without a schema the parsed JSON as it came, and its bytes', async () => {
    const sent = { anything: [1, { deep: '홍' }], role: 7 }
    const { status, body } = await server.request('POST', '/echo', sent)
    expect(status).toBe(200)
    expect(body).toEqual({ body: sent, bytes: Buffer.byteLength(JSON.stringify(sent)) })
  })
})

describe('input that does not fit', () => {
  it.each([
    ['a name of one character', { ...hong, name: '홍' }, 'name'],
    ['a bad e-mail', { ...hong, email: 'hong' }, 'email'],
    ['a role that is none', { ...hong, role: 'root' }, 'role'],
    ['no name', { email: hong.email }, 'name'],
    ['another type', { ...hong, name: 12 }, 'name'],
  ])('S31: %s is answered with 400 and its path', async (_, body, path) => {
    const answer = await server.request('POST', '/members', body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.body.issues).toEqual([expect.objectContaining({ path, message: expect.any(String) })])
  })

  it('S31: it reaches no handler and triggers nothing', async () => {
    await server.request('POST', '/members', { ...hong, email: 'invalid@example.com', role: 'root' })
    await server.request('POST', '/members', { ...hong, email: 'valid@example.com' })
    const lines = await waitFor('the line of the valid request', async () => {
      const found = await server.workbench.logs({ step: 'create-member' })
      return found.some(({ message }) => message.endsWith(' valid@example.com')) && found
    })
    expect(lines.filter(({ message }) => message.includes('invalid@example.com'))).toEqual([])
    const runs = await server.workbench.runs({ step: 'note-member' })
    const inputs = await Promise.all(
      runs.map(async ({ runId }) => (await server.workbench.run(runId)).run.input),
    )
    expect(inputs).toContainEqual({ email: 'valid@example.com' })
    expect(inputs).not.toContainEqual({ email: 'invalid@example.com' })
  })

  it('S31 S36: a body that is no JSON, or none at all, is a 400', async () => {
    for (const body of ['{"name": ', 'name=hong', '', '"text"', '[]', 'null']) {
      const answer = await server.request('POST', '/members', body)
      expect([body, answer.status]).toEqual([body, 400])
      expect(answer.body.error).toEqual(expect.any(String))
    }
  })

  it('S31: bytes for a schema that knows none are refused, not a 500', async () => {
    const answer = await server.request('POST', '/members', 'a=b', {
      'content-type': 'application/octet-stream',
    })
    expect(answer.status).toBe(415)
    expect(answer.body.error).toEqual(expect.any(String))
  })

  it('S76: nested values are named by their path', async () => {
    const order = { items: [{ quantity: 0, price: -1 }], method: 'cash' }
    const { status, body } = await server.request('PUT', '/orders', order)
    expect(status).toBe(400)
    const paths = body.issues.map((issue: { path: string }) => issue.path)
    expect(paths.sort()).toEqual(['items.0.price', 'items.0.quantity', 'method'])
  })

  it('S36: an unknown path is a 404 in JSON, another method a 405 that names the right one', async () => {
    const unknown = await server.request('GET', '/nowhere')
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ])
    expect(unknown.body.error).toEqual(expect.any(String))
    const wrong = await server.request('DELETE', '/members')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
    expect(wrong.body.error).toEqual(expect.any(String))
  })

  it('a key that would poison a prototype is refused', async () => {
    const { status } = await server.request('POST', '/echo', '{"a":{"__proto__":{"isAdmin":true}}}')
    expect(status).toBe(400)
  })
})

describe('what the client gets', () => {
  const get = (kind: string) => server.request('GET', `/answers/${kind}`)

  it('D6: nothing is a 204', async () => {
    for (const kind of ['nothing', 'null']) {
      const { status, text } = await get(kind)
      expect([kind, status, text]).toEqual([kind, 204, ''])
    }
  })

  it('D6: any plain value is JSON with 200, whatever its keys', async () => {
    expect(await get('text')).toMatchObject({ status: 200, body: 'plain words' })
    expect(await get('list')).toMatchObject({ status: 200, body: [1, 2, 3] })
    expect(await get('data')).toMatchObject({
      status: 200,
      body: { status: 'processing', body: 'is a field here' },
    })
    const number = await get('number')
    expect(number).toMatchObject({ status: 200, body: { status: 404, name: expect.any(String) } })
  })

  it('D6: an envelope and response() say status, headers and body', async () => {
    expect(await get('envelope')).toMatchObject({ status: 202, body: { accepted: true } })
    const made = await get('response')
    expect(made).toMatchObject({ status: 201, body: { made: true } })
    expect([made.headers.get('location'), made.headers.get('x-colour')]).toEqual(['/made/1', 'green'])
  })

  it('D6: returning commits, throwing rolls back', async () => {
    const noted = async (kind: string) => {
      const runs = await server.workbench.runs({ step: 'note-answer' })
      const inputs = await Promise.all(
        runs.map(async ({ runId }) => (await server.workbench.run(runId)).run.input),
      )
      return inputs.filter((input) => (input as { kind: string }).kind === kind).length
    }
    const before = [await noted('response'), await noted('http-error'), await noted('error')]
    expect((await get('response')).status).toBe(201)
    expect(await get('http-error')).toMatchObject({ status: 418, body: { error: 'I am a teapot' } })
    expect((await get('error')).status).toBe(500)
    expect(await noted('response')).toBe((before[0] as number) + 1)
    expect([await noted('http-error'), await noted('error')]).toEqual([before[1], before[2]])
  })

  it('S96: a handler that throws is a 500 in JSON, without a stack', async () => {
    const answer = await get('error')
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.body.error).toBe('Internal Server Error')
    expect(answer.text).not.toMatch(/\bat \w|\.ts:\d/)
  })
})

describe('files', () => {
  it('S25 S125: a step is found in any folder by what its file exports, its id its own', async () => {
    const step = await server.workbench.step('money-back')
    expect(step.file).toBe('motia/steps/deep/er/nested/finance/refund-everything.ts')
    expect((await server.request('GET', '/refund')).body).toEqual({ amount: '12.50 EUR' })
  })

  it('S126: a helper beside steps is no step and no mistake, and its edits count at once', async () => {
    const helper = 'motia/steps/deep/er/nested/finance/amounts.ts'
    const steps = await server.workbench.steps()
    expect(steps.filter(({ file }) => file === helper)).toEqual([])
    expect(server.output()).not.toContain('amounts.ts')
    project.write(helper, project.read(helper).replace('EUR', 'KRW'))
    await waitFor('the edited helper', async () => {
      const { body } = await server.request('GET', '/refund')
      return body.amount === '12.50 KRW'
    })
  })

  it('S63 D14: JavaScript, as ES module or CommonJS, is the same', async () => {
    expect((await server.request('GET', '/double/21')).body).toEqual({ doubled: 42 })
    expect((await server.request('GET', '/triple/14')).body).toEqual({ tripled: 42 })
  })
})

describe('in the background', () => {
  it('S39: the answer does not wait for a step that it triggered', async () => {
    const answer = await server.request('POST', '/members', { ...hong, email: 'late@example.com' })
    expect(answer.status).toBe(200)
    expect(answer.tookMs).toBeLessThan(500)
    const run = await waitFor('the run', async () => {
      const [first] = await server.workbench.runs({ step: 'note-member' })
      const { run } = await server.workbench.run(first?.runId as string)
      return (run.input as { email: string }).email === 'late@example.com' && run
    })
    expect(run.status).not.toBe('succeeded')
    const { run: ended } = await server.workbench.ended(run.runId)
    expect(ended).toMatchObject({ status: 'succeeded', result: { noted: 'late@example.com' } })
    expect((ended.finishedAt as number) - (ended.startedAt as number)).toBeGreaterThanOrEqual(1990)
  })
})
