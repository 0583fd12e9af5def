/** How the Workbench answers: headers of every answer, values and refusals as JSON. server.ts sends with it. */
import type { ServerResponse } from 'node:http'
import { MotiaError } from '@motia/core/errors'
import { Refusal } from './refusal.ts'
import type { WireError } from './wire/app.ts'

/** Of every answer; the page's files have some of their own besides. */
export const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const

export function sendJson(response: ServerResponse, status: number, value: unknown, isHeadOnly = false): void {
  const body = Buffer.from(JSON.stringify(value ?? null))
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  })
  response.end(isHeadOnly ? undefined : body)
}

/** Anything that was thrown. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, headers } = toHead(error)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  sendJson(response, status, toWireError(error))
}

function toHead(error: unknown): Pick<Refusal, 'status' | 'headers'> {
  if (error instanceof Refusal) return error
  const passes = error instanceof MotiaError && error.code === 'MOTIA_UNREADABLE'
  return passes ? { status: 503, headers: { 'retry-after': '1' } } : { status: 500, headers: {} }
}

/** The user's own machine: what went wrong helps here, and its stack goes nowhere. */
function toWireError(error: unknown): WireError {
  const { message } = error as Error
  if (!(error instanceof Refusal || error instanceof MotiaError)) return { error: message }
  const { code, hint } = error
  return { error: message, ...(code !== undefined && { code }), ...(hint !== undefined && { hint }) }
}
