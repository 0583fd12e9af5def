/**
 * Whom a request is for, and what of: what has to be settled before any route is looked for (RFC 9112, 3.2). server.ts
 * asks for every request, so a usual one costs a look at the names of its headers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { JSON_TYPE } from './response.ts'

/** A name or an address, with a port perhaps; no commas, by which a proxy would have joined two. */
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})*)(?::\d{0,5})?$/i
const ABSOLUTE = /^https?:\/\/([^/?#]+)([^#]*)$/i

/**
 * Takes requests as they are made of a proxy for what they are of a server: `GET http://host/path` is `GET /path`.
 * @returns true if it was answered here: refused, or about the server as a whole
 */
export function settleTarget(request: IncomingMessage, response: ServerResponse): boolean {
  const wrong = findWrongHost(request.rawHeaders)
  if (wrong) return refuse(response, wrong)
  const { url = '' } = request
  if (url.charCodeAt(0) === SLASH)
    return url.includes('#') && refuse(response, 'the target of the request holds a "#"')
  if (url === '*' && request.method === 'OPTIONS') {
    response.writeHead(204).end()
    return true
  }
  const [, host, path] = ABSOLUTE.exec(url) ?? []
  if (host === undefined || path === undefined || !HOST.test(host))
    return refuse(response, 'the target of the request is no path')
  request.headers.host = host // it stands above the header
  request.url = path.startsWith('/') ? path : `/${path}`
  return false
}

const SLASH = 0x2f
/** The last one that was found to be right: nearly all requests name the same. */
let known = ''

/** Node has refused requests of HTTP/1.1 without any. */
function findWrongHost(rawHeaders: readonly string[]): string | undefined {
  let host: string | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) return 'the request names more than one host'
    host = rawHeaders[at + 1] as string
  }
  if (host === undefined || host === known) return undefined
  if (!HOST.test(host)) return 'the host that the request names is none'
  known = host
  return undefined
}

function refuse(response: ServerResponse, message: string): true {
  response.statusCode = 400
  response.setHeader('content-type', JSON_TYPE).setHeader('connection', 'close')
  response.end(JSON.stringify({ error: 'Bad Request', message }))
  return true
}
