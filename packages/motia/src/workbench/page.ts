/** The Workbench's page: the files in page/, as they are. server.ts asks for each request. */
import { readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname } from 'node:path'

export interface Page {
  /** Answers if the path is the page's; false if not. */
  answer(path: string, response: ServerResponse): boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Everything is refused but the page's own files, and requests to where it came from. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function loadPage(): Page {
  const folder = new URL('./page/', import.meta.url)
  const files = new Map(
    readdirSync(folder)
      .filter((name) => extname(name) in TYPES)
      .map((name) => [
        name === 'page.html' ? '/' : `/page/${name}`,
        { type: TYPES[extname(name)] as string, body: readFileSync(new URL(name, folder)) },
      ]),
  )
  return {
    answer(path, response) {
      const file = files.get(path)
      if (!file) return false
      response.writeHead(200, {
        'content-type': file.type,
        'content-length': file.body.length,
        'content-security-policy': POLICY,
      })
      response.end(file.body)
      return true
    },
  }
}
