/**
 * Reads what somebody asks the Workbench to send to the project's API, and refuses whatever could reach anything else:
 * another host, another request hidden in a header. Pure; routes/endpoints.ts calls it.
 */
import { HTTP_METHODS, type HttpMethod } from '@motia/core/step'
import { Refusal } from '../refusal.ts'
import { toObject, toText } from '../request-body.ts'

/** Ready to be sent. */
export interface ApiRequest {
  readonly method: HttpMethod
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const MAX_BODY = 1024 ** 2
const MAX_PATH = 8_000
const MAX_HEADERS = 100
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/
/** One slash first; no blanks, control characters, backslashes or fragments. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IS_PATH = /^\/(?!\/)[^\u0000-\u0020\u007f\\#]*$/
/** Half a character, which no encoding has. */
const LONE_SURROGATE = /\p{Surrogate}/u
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** Where the request goes and how it is carried is for us to say, and which trace it begins. */
const REFUSED =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|expect|http2-settings|traceparent|tracestate)$/i

/** @throws Refusal 400, 413 */
export function parseRequest(value: unknown): ApiRequest {
  const { method, path, headers, body } = toObject(value)
  if (!HTTP_METHODS.includes(method as HttpMethod)) {
    throw new Refusal(400, `method has to be one of ${HTTP_METHODS.join(', ')}`)
  }
  if (body !== undefined && typeof body !== 'string') throw new Refusal(400, 'body has to be a text')
  if (body !== undefined && Buffer.byteLength(body) > MAX_BODY) {
    throw new Refusal(413, `body is larger than ${MAX_BODY} bytes`)
  }
  return {
    method: method as HttpMethod,
    path: parsePath(toText(path, 'path')),
    headers: parseHeaders(headers === undefined ? {} : toObject(headers, 'headers')),
    ...(body !== undefined && { body }),
  }
}

/** Other than ASCII is encoded, as a browser does. */
function parsePath(path: string): string {
  if (!IS_PATH.test(path) || LONE_SURROGATE.test(path) || path.length > MAX_PATH) {
    throw new Refusal(
      400,
      'path has to begin with one slash, and to hold no blanks, backslashes or fragments',
    )
  }
  return path.replace(/[^\u0021-\u007e]+/gu, (text) => encodeURIComponent(text))
}

function parseHeaders(headers: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(headers)
  if (entries.length > MAX_HEADERS) throw new Refusal(400, `there are more than ${MAX_HEADERS} headers`)
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (!TOKEN.test(name)) throw new Refusal(400, 'headers has a name that is none of HTTP')
      if (REFUSED.test(name)) throw new Refusal(400, `the header ${name} cannot be chosen`)
      if (typeof value !== 'string' || !FIELD_VALUE.test(value)) {
        throw new Refusal(400, `the header ${name} has a value that HTTP cannot carry`)
      }
      return [name, value]
    }),
  )
}
