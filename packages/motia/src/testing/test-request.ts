/** HTTP requests of a test: through the routes of the app, as they come from a socket, without one. */
import { Readable } from 'node:stream'
import { inject } from 'light-my-request'
import type { Server } from '../server/server.ts'

export interface TestRequest {
  /** An object or list is sent as JSON; texts, bytes, `URLSearchParams` and `FormData` as what they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly query?: Readonly<Record<string, string | string[]>>
  readonly cookies?: Readonly<Record<string, string>>
}

export interface TestResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed, if it is JSON; `undefined` if there is none; otherwise the text. */
  // biome-ignore lint/suspicious/noExplicitAny: what a step answers is for the test to say
  readonly body: any
  readonly text: string
  readonly bytes: Uint8Array
}

export async function sendRequest(
  server: Pick<Server, 'handle'>,
  method: string,
  url: string,
  { body, headers = {}, query, cookies }: TestRequest,
  parse: (json: string) => unknown,
): Promise<TestResponse> {
  const { payload, type } = await encode(body)
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const answer = await inject((request, response) => server.handle(request as never, response as never), {
    method: method.toUpperCase() as 'GET',
    url,
    headers: {
      ...(type !== undefined && !hasType && { 'content-type': type }),
      ...(payload && { 'content-length': String(payload.length) }),
      ...headers,
    },
    ...(query && { query: query as Record<string, string | string[]> }),
    ...(cookies && { cookies: { ...cookies } }),
    // A stream: whole bodies are pushed by a timer, which the test may fake.
    ...(payload && { payload: Readable.from([payload], { objectMode: false }) }),
  })
  const text = answer.payload
  const isJson = /^application\/([\w.-]+\+)?json\b/.test(String(answer.headers['content-type']))
  return {
    status: answer.statusCode,
    headers: answer.headers as TestResponse['headers'],
    body: text === '' ? undefined : isJson ? parse(text) : text,
    text,
    bytes: answer.rawPayload,
  }
}

async function encode(body: unknown): Promise<{ payload?: Buffer; type?: string }> {
  if (body === undefined) return {}
  if (typeof body === 'string') return { payload: Buffer.from(body), type: 'text/plain; charset=utf-8' }
  if (body instanceof Uint8Array) return { payload: Buffer.from(body), type: 'application/octet-stream' }
  if (body instanceof FormData || body instanceof URLSearchParams) {
    const form = new Response(body)
    const payload = Buffer.from(await form.arrayBuffer())
    return { payload, type: form.headers.get('content-type') ?? '' }
  }
  return { payload: Buffer.from(JSON.stringify(body)), type: 'application/json' }
}
