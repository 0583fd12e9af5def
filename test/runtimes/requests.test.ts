/** Api steps in every language: TypeScript's and JavaScript's run in the app, the others in workers. */
import { Buffer } from 'node:buffer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Fixture, notesOf, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('requests')
})

afterAll(() => fixture?.stop())

/** Begins to read a stream; the pieces so far, and how to leave. */
async function openStream(path: string) {
  const abort = new AbortController()
  const response = await fetch(`${fixture.server.url}${path}`, { signal: abort.signal })
  let text = ''
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const piece of response.body as ReadableStream<Uint8Array>)
      text += decoder.decode(piece, { stream: true })
  }
  const ended = read()
  ended.catch(() => {}) // left
  return { response, text: () => text, ended, leave: () => abort.abort() }
}

describe.each(LANGUAGES)('$name', ({ suffix }) => {
  const get = (path: string) => fixture.server.request('GET', `/${suffix}${path}`)
  const post = (path: string, body: unknown, headers?: Record<string, string>) =>
    fixture.server.request('POST', `/${suffix}${path}`, body, headers)
  const logged = (text: string) => fixture.workbench.logs({ step: `streams-${suffix}`, text })

  it('an api step gets every part of its request', async () => {
    const body = { name: '홍길동', list: [1] }
    const answer = await post('/parts/a%20b?page=2&tag=x&tag=y', body, { 'x-colour': 'green' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      method: 'POST',
      path: `/${suffix}/parts/a%20b`,
      url: `/${suffix}/parts/a%20b?page=2&tag=x&tag=y`,
      params: { id: 'a b' },
      query: { page: '2', tag: ['x', 'y'] },
      header: 'green',
      body,
      rawHex: Buffer.from(JSON.stringify(body)).toString('hex'),
    })
    const spaced = await post('/parts/1', '{ "n" : 1.0 }')
    expect(spaced.body).toMatchObject({
      body: { n: 1 },
      rawHex: Buffer.from('{ "n" : 1.0 }').toString('hex'),
    })
  })

  it('a value is an answer of 200, nothing is 204', async () => {
    const value = await get('/answers/value')
    expect([value.status, value.text]).toEqual([200, '{"a":"é"}'])
    expect(value.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const data = await get('/answers/data')
    expect([data.status, data.body]).toEqual([200, { status: 'open', body: 'is a field here' }])
    const nothing = await get('/answers/nothing')
    expect([nothing.status, nothing.text]).toEqual([204, ''])
  })

  it('an envelope and response() say status, headers and body', async () => {
    const envelope = await get('/answers/envelope')
    expect([envelope.status, envelope.body]).toEqual([201, { made: true }])
    expect(envelope.headers.get('x-made')).toBe('yes')
    const made = await get('/answers/response')
    expect([made.status, made.body]).toEqual([202, { accepted: true }])
    expect(made.headers.get('location')).toBe('/jobs/1')
  })

  it('bytes and text of a type go out as they are', async () => {
    const response = await fetch(`${fixture.server.url}/${suffix}/answers/bytes`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 1, 254, 255])
    const text = await get('/answers/text')
    expect([text.text, text.headers.get('content-type')]).toEqual(['hi é', 'text/plain; charset=utf-8'])
  })

  it('a request that does not match is answered with 400, the same in all languages', async () => {
    const wrong = await post('/valid', { n: 'x' })
    expect(wrong.status).toBe(400)
    const issues = [
      { in: 'body', path: 'n', message: expect.any(String) },
      { in: 'body', path: 'name', message: expect.any(String) },
      { in: 'query', path: 'page', message: expect.any(String) },
    ]
    const order = ({ in: part, path }: { in: string; path: string }) => `${part} ${path}`
    const { issues: found, ...rest } = wrong.body
    expect(found.sort((a: never, b: never) => (order(a) < order(b) ? -1 : 1))).toEqual(issues)
    expect(Object.keys(rest).sort()).toEqual(['code', 'error'])
    expect(rest.code).toBe('MOTIA_VALIDATION')
    const right = await post('/valid?page=7', { n: 1, name: 'Ada' })
    expect([right.status, right.body]).toEqual([200, { body: { n: 1, name: 'Ada' }, page: '7' }])
    expect((await post('/valid?page=7', '{"n": 1,')).status).toBe(400)
  })

  it('an HttpError answers with its status and body, and rolls back', async () => {
    for (const status of [404, 503]) {
      const answer = await get(`/refuses/${status}`)
      expect([answer.status, answer.body]).toEqual([status, { error: 'as asked', status }])
    }
    const runs = await fixture.workbench.runs({ step: `note-${suffix}` })
    const inputs = await Promise.all(
      runs.map(async ({ runId }) => (await fixture.workbench.run(runId)).run.input),
    )
    expect(inputs).not.toContainEqual({ how: 'refused' })
  })

  it('any other exception is a 500 without a stack', async () => {
    const answer = await get('/breaks')
    expect(answer.status).toBe(500)
    expect(answer.body.error).toBe('Internal Server Error')
    expect(answer.text).not.toMatch(/requests\.(ts|js|py|rb)|\bat \w/)
  })

  it('an api step that is triggered by its id is a run like any other', async () => {
    const { run } = await fixture.workbench.result(`parts-${suffix}`, { by: 'hand' })
    expect(run).toMatchObject({ status: 'succeeded', result: { body: { by: 'hand' }, params: {} } })
  })

  it('an answer in pieces arrives piece by piece', async () => {
    const mark = `pieces-${suffix}`
    const stream = await openStream(`/${suffix}/streams/${mark}`)
    expect(stream.response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    await waitFor('the first piece', () => stream.text() === 'piece 1 é\n')
    fixture.project.write(`go-on-${mark}`, '')
    await stream.ended
    expect(stream.text()).toBe('piece 1 é\npiece 2\n')
    await waitFor('its end', async () =>
      (await logged('stream ended')).some(({ fields }) => fields?.mark === mark),
    )
  })

  it('effects from before the first piece are there with it', async () => {
    const mark = `effects-${suffix}`
    const stream = await openStream(`/${suffix}/streams/${mark}`)
    await waitFor('the first piece', () => stream.text() !== '')
    const [note] = await notesOf(fixture.workbench, suffix, mark)
    expect(note).toMatchObject({ how: 'before' })
    fixture.project.write(`go-on-${mark}`, '')
    await stream.ended
  })

  it('a client that leaves closes the generator', async () => {
    const mark = `endless-${suffix}`
    const stream = await openStream(`/${suffix}/streams/${mark}`)
    await waitFor('some pieces', () => stream.text().length > 12)
    stream.leave()
    await waitFor('its end', async () =>
      (await logged('stream closed')).some(({ fields }) => fields?.mark === mark),
    )
  })
})
