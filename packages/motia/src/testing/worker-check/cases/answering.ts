/** Does it hand a request to an api step, and make a response of what that returns? */
import type { EncodedResponse } from '@motia/core/outcome'
import type { Theme } from '../case.ts'
import { expectEqual, expectLike, expectThat, parseText } from '../expect.ts'
import type { Lab } from '../lab.ts'
import { type CheckedWorker, toSucceeded } from '../worker.ts'

const BYTES = Buffer.from([0, 1, 0xfe, 0xff])

/** A request as the host hands it over. */
export function request(raw: string, members: object = {}): object {
  const parts = {
    method: 'POST',
    path: '/check/7',
    url: '/check/7?a=1',
    params: { id: '7' },
    query: { a: '1' },
  }
  const headers = { 'content-type': 'application/json', 'x-many': ['1', '2'] }
  return { __request: { ...parts, headers, raw, isJson: true, ...members } }
}

async function exchange(worker: CheckedWorker, stepId: string, input: object) {
  const outcome = toSucceeded(await worker.run(stepId, input).done(), stepId)
  expectThat(outcome.response !== undefined, `${stepId} was sent a request, but done carries no response`)
  expectEqual('the result beside a response', outcome.result, 'null')
  return { response: outcome.response, effects: outcome.effects }
}

/** The response to a request that says which kind of answer it wants. */
async function answer(lab: Lab, kind: string): Promise<EncodedResponse> {
  return (await exchange(await lab.worker(), 'answers', request(JSON.stringify({ kind })))).response
}

function expectJson(response: EncodedResponse, status: number, body: unknown): void {
  expectEqual('the status', response.status, status)
  expectEqual('the body', parseText('the body', response.body), body)
}

export const ANSWERING: Theme = {
  title: 'Requests',
  cases: [
    {
      name: 'hands every part of a request to the handler',
      asks: 'a request is { __request: { method, path, url, params, query, headers, raw, isJson } }; the body is `raw` parsed',
      needs: ['api'],
      async check(lab) {
        const raw = '{ "name": "é" }'
        const { response } = await exchange(await lab.worker(), 'request', request(raw))
        const members = {
          method: 'POST',
          path: '/check/7',
          url: '/check/7?a=1',
          params: { id: '7' },
          query: { a: '1' },
        }
        const made = { body: { name: 'é' }, isBytes: false, rawHex: Buffer.from(raw).toString('hex') }
        const headers = { 'content-type': 'application/json', 'x-many': ['1', '2'] }
        expectJson(response, 200, { ...members, headers, ...made })
      },
    },
    {
      name: 'gives no body where nothing came',
      asks: 'the bytes of `raw`; none if there are none',
      needs: ['api'],
      async check(lab) {
        const worker = await lab.worker()
        for (const input of [request(''), request('', { isJson: false })]) {
          const { response } = await exchange(worker, 'request', input)
          const { body = null } = JSON.parse(response.body ?? '') as { body?: unknown }
          expectEqual('the body', body, null)
        }
      },
    },
    {
      name: 'gives the body that came beside the text: of a form, or a text itself',
      asks: '`body: Json` parsed, if it is there',
      needs: ['api'],
      async check(lab) {
        const worker = await lab.worker()
        for (const body of [{ a: '1', b: ['', 'é'] }, 'a=1&b&b=é']) {
          const input = request('a=1&b&b=é', { isJson: false, body: JSON.stringify(body) })
          const { response } = await exchange(worker, 'request', input)
          const rawHex = Buffer.from('a=1&b&b=é').toString('hex')
          expectLike('the body', JSON.parse(response.body ?? ''), { body, rawHex })
        }
      },
    },
    {
      name: 'gives the bytes of a body of any other kind',
      asks: 'else the bytes of `raw`, which is base64 if `rawEncoding` is `base64`',
      needs: ['api'],
      async check(lab) {
        const worker = await lab.worker()
        const encoded = { rawEncoding: 'base64', isJson: false }
        for (const [input, bytes] of [
          [request(BYTES.toString('base64'), encoded), BYTES],
          [request('x', { isJson: false }), Buffer.from('x')],
        ] as const) {
          const { response } = await exchange(worker, 'request', input)
          const seen = { body: null, isBytes: true, rawHex: bytes.toString('hex') }
          expectLike('the body', JSON.parse(response.body ?? ''), seen)
        }
      },
    },
    ...answersOf(),
    {
      name: 'tells what the handler staged beside the response',
      asks: '`done` carries `response`, and the effects as ever',
      needs: ['api'],
      async check(lab) {
        const { effects } = await exchange(await lab.worker(), 'answers', request('{"kind":"triggers"}'))
        expectLike('what was staged', effects.triggers, [{ target: 'echo', payload: '"answered"' }])
      },
    },
    {
      name: 'tells an HttpError of an api step as a failure',
      asks: '`http` is what an `HttpError` stands for',
      needs: ['api'],
      async check(lab) {
        const outcome = await (await lab.worker()).fail('answers', request('{"kind":"fails"}'))
        const failure = { name: 'HttpError', http: { status: 409, body: { taken: true } } }
        expectLike('the outcome', outcome, { reason: 'non-retryable', failure })
      },
    },
    {
      name: 'refuses a request whose parts do not match their schemas, and says which',
      asks: '`in` is the part of a request (`body`, `params`, `query`)',
      needs: ['api'],
      async check(lab) {
        const outcome = await (await lab.worker()).fail(
          'validates-request',
          request('{"n":"x"}', { query: {} }),
        )
        expectLike('the outcome', outcome, { reason: 'validation', failure: { code: 'MOTIA_VALIDATION' } })
        const places = (outcome.failure.issues ?? []).map((issue) => `${issue.in} ${issue.path}`)
        expectEqual('the places', places.sort(), ['body n', 'query page'])
      },
    },
  ],
}

/** What a handler returned, by the name that `answers` is asked for, and the response that the rules make of it. */
function answersOf() {
  const rules: [name: string, kind: string, check: (response: EncodedResponse) => void][] = [
    [
      'makes 204 of nothing',
      'nothing',
      (r) => expectEqual('the status and body', [r.status, r.body], [204, undefined]),
    ],
    ['makes 200 and JSON of a value', 'value', (r) => expectJson(r, 200, { a: 'é' })],
    ['makes 200 and JSON of a list', 'list', (r) => expectJson(r, 200, [1, 2])],
    ['makes JSON of a text that no header speaks of', 'text', (r) => expectJson(r, 200, 'plain')],
    [
      'takes an integer status with a body or headers for an envelope',
      'envelope',
      (r) => {
        expectJson(r, 201, { made: true })
        expectLike('the headers', r.headers, { 'x-check': 'yes' })
      },
    ],
    ['takes a status alone for a value', 'status-alone', (r) => expectJson(r, 200, { status: 201 })],
    [
      'takes a status that is none for a value',
      'no-status',
      (r) => expectJson(r, 200, { status: 'open', body: 'x' }),
    ],
    [
      'answers an envelope without a body with none',
      'no-body',
      (r) => {
        expectEqual('the status and body', [r.status, r.body], [302, undefined])
        expectLike('the headers', r.headers, { location: '/' })
      },
    ],
    [
      'sends a text as it is when a header names its type',
      'typed',
      (r) => expectEqual('the body', r.body, 'hi é'),
    ],
    [
      'sends bytes as they are, in base64',
      'bytes',
      (r) => expectEqual('body and encoding', [r.body, r.encoding], [BYTES.toString('base64'), 'base64']),
    ],
  ]
  return rules.map(([name, kind, check]) => ({
    name,
    asks: 'what a handler returned becomes a response by the rules of “Answering a request”',
    needs: ['api'] as const,
    check: async (lab: Lab) => check(await answer(lab, kind)),
  }))
}
