/**
 * The Workbench's page: the files that packages/workbench was built to, as they are; a path that is none of them is a
 * place within the page. server.ts asks for whatever is not the API's.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from './refusal.ts'

export interface Page {
  /** @throws Refusal 404 for a file that there is not, 503 while there is no page */
  answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Compressed beforehand, best first: the coding and the ending of its file. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Everything is refused but the page's own files, and requests to where it came from. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const BUILT = fileURLToPath(new URL('./page/', import.meta.url))
const ASSETS = '/assets/'
const NONCE_PLACE = /__NONCE__/g

export function openPage(folder: string = BUILT): Page {
  const files = listFiles(folder)
  const contents = new Map<string, Promise<Buffer>>()
  const read = (name: string): Promise<Buffer> => {
    const content = contents.get(name) ?? readFile(join(folder, name))
    contents.set(name, content)
    return content
  }

  async function answerFile(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [coding, ending] = CODINGS.find(
      ([accepted, end]) => takes(request, accepted) && files.has(name + end),
    ) ?? [undefined, '']
    const body = await read(name.slice(1) + ending)
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] as string,
      'content-length': body.length,
      // The names of what is in assets/ change with their content.
      'cache-control': name.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': POLICY, // a worker's is that of its script
      vary: 'accept-encoding',
      ...(coding !== undefined && { 'content-encoding': coding }),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  async function answerPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString('base64url')
    const html = (await read('index.html')).toString('utf8').replace(NONCE_PLACE, nonce)
    response.writeHead(200, {
      'content-type': TYPES['.html'] as string,
      'content-length': Buffer.byteLength(html),
      'content-security-policy': toPolicy(nonce),
    })
    response.end(request.method === 'HEAD' ? undefined : html)
  }

  return {
    async answer(path, request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new Refusal(405, 'the page takes GET', { headers: { allow: 'GET, HEAD' } })
      }
      if (files.has(path) && path !== '/index.html') return answerFile(path, request, response)
      if (path.startsWith(ASSETS)) throw new Refusal(404, 'the page has no such file')
      if (!files.has('/index.html')) {
        throw new Refusal(503, 'the page of the Workbench is not there', {
          hint: 'Build it: `npm run build`.',
        })
      }
      return answerPage(request, response)
    },
  }
}

/** The editor makes a style element of its own. */
function toPolicy(nonce: string): string {
  return POLICY.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
}

/** By path: only these are ever read, whatever a request asks for. */
function listFiles(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const served = names.filter((name) => extname(name.replace(/\.(br|gz)$/, '')) in TYPES)
  return new Set(served.map((name) => `/${name.split(sep).join('/')}`))
}

function takes({ headers }: IncomingMessage, coding: string): boolean {
  const accepted = String(headers['accept-encoding'] ?? '').split(',')
  return accepted.some((entry) => {
    const [name, weight = ''] = entry.trim().split(';')
    return name === coding && !/q=0(\.0+)?$/.test(weight.trim())
  })
}
